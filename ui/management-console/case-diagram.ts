import { useMemo } from "preact/hooks";
import { useApi } from "../kit/query.ts";
import { drawnElements, namesOf } from "../work-portal/drawn-elements.ts";
import { consoleKey, readCaseDiagram, type CaseView } from "./console-api.ts";

/** The picture of the package that a case runs on; it never changes. */
export function useDiagram(environmentId: string, caseId: string, view: CaseView) {
	return useApi(consoleKey(environmentId, "diagram", view.packageHash), () => readCaseDiagram(environmentId, caseId), {
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** What the elements are called, by id. */
export function useNames(environmentId: string, caseId: string, view: CaseView): ReadonlyMap<string, string> {
	const svg = useDiagram(environmentId, caseId, view).data?.svg ?? "";
	return useMemo(() => namesOf(drawnElements(svg)), [svg]);
}
