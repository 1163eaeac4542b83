import { PencilRuler } from "lucide-preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { DIAGRAM_STYLE } from "../../domain/bpmn/render-svg.ts";
import { api, callApi } from "../kit/api.ts";
import { useApi } from "../kit/query.ts";

let styled = false;
function adoptStyle(): void {
	if (styled) return;
	styled = true;
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(DIAGRAM_STYLE);
	document.adoptedStyleSheets.push(sheet);
}

/** The small picture of a model; read again only when its hash changes. */
export function Picture({ modelId, picture }: { readonly modelId: string; readonly picture: string | null }) {
	const host = useRef<HTMLDivElement>(null);
	const loaded = useApi(
		["modeler", "picture", modelId, picture],
		() => callApi(api.modeler.models[":modelId"].picture.$get({ param: { modelId: modelId as never } })),
		{ enabled: picture !== null, staleTime: Infinity },
	);
	const svg = loaded.data?.svg ?? "";
	useLayoutEffect(() => {
		adoptStyle();
		if (host.current === null) return;
		// Safe: renderSvg escapes whatever a file brings and writes no script, link or style.
		host.current.innerHTML = svg;
		const drawn = host.current.querySelector("svg");
		drawn?.setAttribute("width", "100%");
		drawn?.setAttribute("height", "100%");
	}, [svg]);
	return (
		<div class="grid size-full place-items-center" aria-hidden>
			<div ref={host} class={svg === "" ? "hidden" : "size-full"} />
			{svg === "" && <PencilRuler size={28} class="text-soft opacity-50" />}
		</div>
	);
}
