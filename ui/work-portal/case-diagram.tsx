import { useMemo } from "preact/hooks";
import { Diagram } from "../kit/diagram.tsx";
import { useApi } from "../kit/query.ts";
import { ErrorState, Skeleton } from "../kit/states.tsx";
import { caseMarks } from "./case-marks.ts";
import { caseKey, readCase, readDiagram } from "./work-api.ts";

interface CaseDiagramProps {
	readonly environmentId: string;
	readonly caseId: string;
	readonly selected?: string | undefined;
	readonly onSelect?: (elementId: string | undefined) => void;
	readonly class?: string;
}

/** The process of a case, alive: what is done, where its tokens are, and incidents. */
export function CaseDiagram({ environmentId, caseId, selected, onSelect, class: more = "" }: CaseDiagramProps) {
	const view = useApi(caseKey(environmentId, caseId), () => readCase(environmentId, caseId));
	// A case keeps the package it was started with, so its picture never changes.
	const svg = useApi(["work", environmentId, "diagram", caseId], () => readDiagram(environmentId, caseId), { staleTime: Infinity });
	const marks = useMemo(() => (view.data === undefined ? {} : caseMarks(view.data.marks)), [view.data]);
	const failed = svg.error ?? view.error;
	if (svg.data === undefined || view.data === undefined) {
		if (failed !== null) return <ErrorState problem={failed} small retry={() => void Promise.all([svg.refetch(), view.refetch()])} />;
		return <Skeleton rows={4} />;
	}
	return <Diagram svg={svg.data} marks={marks} selected={selected} {...(onSelect === undefined ? {} : { onSelect })} class={more} />;
}
