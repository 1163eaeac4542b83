import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import type { Finding, Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { parseBpmn, type ParsedBpmn } from "../parse.ts";
import { ensureIds } from "./ensure-ids.ts";
import { outsideElement } from "./outside.ts";
import { everyRecord, toRecords } from "./read.ts";
import { RECORD_LIMITS } from "./check-record.ts";
import type { ElementRecord } from "./record.ts";

export interface Imported {
	readonly records: ReadonlyMap<string, ElementRecord>;
	/** What the file had and the model can not keep, or what was changed on the way; nothing is lost silently. */
	readonly report: readonly Finding[];
	readonly elements: number;
}

/**
 * Reads a BPMN file into records, within the bounds of `parseBpmn` and with its refusals. Ids that the file lacks are assigned
 * here, once.
 */
export async function importBpmn(xml: string): Promise<Result<Imported, readonly Problem[]>> {
	const parsed = await parseBpmn(xml);
	if (!parsed.ok) return parsed;
	const { definitions, warnings, outside } = parsed.value;
	keepOutside(outside);
	const renamed = ensureIds(definitions);
	const elements = everyRecord(definitions);
	if (elements.length > RECORD_LIMITS.records)
		return fail([{ code: "bpmn.too_many_elements", detail: `The file has more than ${RECORD_LIMITS.records} elements.` }]);
	const report = [...warnings, ...lostText(xml), ...renamed.map(renamedId), ...withoutPlace(elements)];
	return ok({ records: toRecords(definitions), report: report.slice(0, 200), elements: elements.length });
}

/** Sets references to what another file defines, so that they are kept as they are written; a shape of nothing is left out. */
function keepOutside(outside: ParsedBpmn["outside"]): void {
	const moddle = new BpmnModdle();
	for (const { element, property: name, name: target } of outside) {
		const property = element.$descriptor.propertiesByName[name];
		if (property === undefined) continue;
		if (property.ns.localName === "bpmnElement") {
			const plane = element.$parent?.planeElement;
			if (Array.isArray(plane) && plane.includes(element)) plane.splice(plane.indexOf(element), 1);
			continue;
		}
		const standIn = outsideElement(property, target, moddle);
		const list = property.isMany === true ? element.get(property.name) : undefined;
		if (standIn === undefined) continue;
		if (Array.isArray(list)) list.push(standIn);
		else element.set(property.name, standIn);
	}
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
