import type { Finding } from "../../problem.ts";

/** Something wrong in a DMN file: in which element (`at` is its id, or its name), where in it, and at which character of the text, from one. */
export interface DmnFinding extends Finding {
	/** The element's name; empty for the file as a whole. */
	readonly element: string;
	/** Where in the element: `rule 3, input 2`; empty for the element as a whole. */
	readonly place: string;
	readonly position: number | null;
}

/** Hears findings of one element. */
export type Report = (found: {
	readonly severity: Finding["severity"];
	readonly code: string;
	readonly detail: string;
	readonly place: readonly string[];
	readonly position: number | null;
}) => void;

/** Where something stands, and who hears what is wrong there: nobody, while a model is only evaluated. */
export interface Reporting {
	readonly report: Report | null;
	readonly place: readonly string[];
}

export const UNHEARD: Reporting = { report: null, place: [] };

/** The same, further inside. */
export function inPlace<Around extends Reporting>(around: Around, place: string): Around {
	return around.report === null ? around : { ...around, place: [...around.place, place] };
}

export function wrong(around: Reporting, code: string, detail: string, position: number | null = null): void {
	around.report?.({ severity: "error", code, detail, place: around.place, position });
}

export function doubt(around: Reporting, code: string, detail: string, position: number | null = null): void {
	around.report?.({ severity: "warning", code, detail, place: around.place, position });
}

/** Hears the findings of one element for a whole file. */
export function reportOf(hear: (finding: DmnFinding) => void, element: string, id: string): Report {
	return ({ severity, code, detail, place, position }) => {
		const at = [...(element === "" ? [] : [`"${element}"`]), ...place].join(", ");
		const where = position === null ? "" : ` (character ${position})`;
		hear({
			severity,
			code,
			detail: `${at === "" ? "" : `${at}: `}${detail.replace(/\.$/, "")}${where}.`,
			element,
			place: place.join(", "),
			position,
			at: id === "" ? element : id,
		});
	};
}
