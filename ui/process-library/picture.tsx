import { useLayoutEffect, useRef } from "preact/hooks";
import { readProblem } from "../kit/api.ts";
import { adoptDiagramStyle } from "../kit/diagram.tsx";
import { useApi } from "../kit/query.ts";

/** The small picture of a process. Its address changes with its content, so it is fetched once. */
export function Picture({ modelId, hash, name }: { readonly modelId: string; readonly hash: string; readonly name: string }) {
	const host = useRef<HTMLDivElement>(null);
	const { data } = useApi(["library", "picture", hash], () => readPicture(modelId, hash), { staleTime: Number.POSITIVE_INFINITY });
	useLayoutEffect(() => {
		adoptDiagramStyle();
		const element = host.current;
		if (element === null || data === undefined) return;
		// Safe: the picture is our own renderer's, which escapes whatever a file brings.
		element.innerHTML = data;
		// A thumbnail is one picture: nobody tabs through its elements.
		element.querySelectorAll("[tabindex]").forEach((each) => each.removeAttribute("tabindex"));
		element.querySelectorAll("[role]").forEach((each) => each.removeAttribute("role"));
		const svg = element.querySelector("svg");
		svg?.setAttribute("width", "100%");
		svg?.setAttribute("height", "100%");
		svg?.setAttribute("aria-hidden", "true");
	}, [data]);
	return <div ref={host} role="img" aria-label={`Diagram of ${name}`} class="h-full w-full" />;
}

async function readPicture(modelId: string, hash: string): Promise<string> {
	const response = await fetch(`/api/library/processes/${encodeURIComponent(modelId)}/picture?v=${hash}`);
	if (!response.ok) throw await readProblem(response);
	return response.text();
}
