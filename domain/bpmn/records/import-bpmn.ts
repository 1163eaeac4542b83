import { BpmnModdle, type ModdleElement, type ModdleWarning } from "bpmn-moddle";
import type { Finding, Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { ensureIds } from "./ensure-ids.ts";
import { everyRecord, toRecords } from "./read.ts";
import { RECORD_LIMITS } from "./check-record.ts";
import { isElement, type ElementRecord } from "./record.ts";

export interface Imported {
	readonly records: ReadonlyMap<string, ElementRecord>;
	/** What the file had and the model can not keep, or what was changed on the way; nothing is lost silently. */
	readonly report: readonly Finding[];
	readonly elements: number;
}

export const MAX_BPMN_BYTES = 8 * 1024 * 1024;

/** Reads a BPMN file into records. Ids are assigned here, once. */
export async function importBpmn(xml: string): Promise<Result<Imported, readonly Problem[]>> {
	const refused = refusal(xml);
	if (refused !== undefined) return fail([refused]);
	let definitions: ModdleElement;
	let warnings: readonly ModdleWarning[];
	try {
		({ rootElement: definitions, warnings } = await new BpmnModdle().fromXML(xml));
	} catch (error) {
		return fail([notBpmn(error)]);
	}
	if (definitions.$type !== "bpmn:Definitions") return fail([{ code: "bpmn.not_bpmn", detail: "The file has no BPMN definitions." }]);
	const renamed = ensureIds(definitions);
	const elements = everyRecord(definitions);
	if (elements.length > RECORD_LIMITS.records)
		return fail([{ code: "bpmn.too_many_elements", detail: `The file has more than ${RECORD_LIMITS.records} elements.` }]);
	const report = [...warnings.map(fromWarning), ...lostText(xml), ...renamed.map(renamedId), ...withoutPlace(elements)];
	return ok({ records: toRecords(definitions), report: report.slice(0, 200), elements: elements.length });
}

function refusal(xml: string): Problem | undefined {
	if (xml.length > MAX_BPMN_BYTES) return { code: "bpmn.too_large", detail: "A BPMN file may have 8 MB at the most." };
	// Entities are the one part of XML that can reach outside the file or grow without end.
	if (/<!DOCTYPE/i.test(xml))
		return { code: "bpmn.doctype", detail: "The file declares a document type. Save it without one and import it again." };
	return undefined;
}

function notBpmn(error: unknown): Problem {
	const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "";
	return { code: "bpmn.not_bpmn", detail: `The file can not be read as BPMN 2.0: ${message.slice(0, 300)}` };
}

function fromWarning(warning: ModdleWarning): Finding {
	const at = isElement(warning.element) ? warning.element.id : undefined;
	const where = at === undefined ? {} : { at };
	const text = (warning.message.split("\n")[0] ?? "").slice(0, 300);
	if (text.startsWith("unresolved reference"))
		return {
			severity: "warning",
			code: "import.reference_lost",
			detail: `${at ?? "An element"} refers to “${warning.value ?? "?"}” (${warning.property ?? "reference"}), which the file does not have. The reference was left out.`,
			...where,
		};
	return { severity: "warning", code: "import.content_lost", detail: `Left out, because BPMN does not know it: ${text}`, ...where };
}

function lostText(xml: string): Finding[] {
	const comments = xml.match(/<!--/g)?.length ?? 0;
	const instructions = (xml.match(/<\?(?!xml\s)/g)?.length ?? 0) > 0;
	return [
		...(comments > 0
			? [{ severity: "warning", code: "import.comments_lost", detail: `${comments} XML comments are not kept.` } as const]
			: []),
		...(instructions
			? [{ severity: "warning", code: "import.instructions_lost", detail: "XML processing instructions are not kept." } as const]
			: []),
	];
}

function renamedId(id: string): Finding {
	return {
		severity: "warning",
		code: "import.id_changed",
		detail: `The id “${id.slice(0, 80)}” was used twice or is no XML name; one element got a new one.`,
	};
}

const DRAWN = ["bpmn:FlowElement", "bpmn:Artifact", "bpmn:Participant", "bpmn:Lane", "bpmn:MessageFlow"];

function withoutPlace(elements: readonly ModdleElement[]): Finding[] {
	const drawn = new Set(elements.map((element) => element["bpmnElement"]));
	const missing = elements.filter(
		(element) =>
			DRAWN.some((type) => element.$descriptor.allTypesByName[type] !== undefined) &&
			!drawn.has(element) &&
			element.$type !== "bpmn:DataObject",
	);
	if (missing.length === 0) return [];
	const names = missing.slice(0, 5).map((element) => element.id ?? "");
	return [
		{
			severity: "warning",
			code: "import.not_drawn",
			detail: `${missing.length} elements are kept but have no place in the diagram: ${names.join(", ")}${missing.length > names.length ? " …" : ""}`,
		},
	];
}
