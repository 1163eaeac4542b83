import type { BpmnModdle, ModdleElement, ModdleWarning } from "bpmn-moddle";
import type { Finding, Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import { bpmnModdle } from "./moddle.ts";
import { scanXml } from "./scan-xml.ts";

export interface ParsedBpmn {
	/** The `bpmn:Definitions` element, as bpmn-moddle gives it. */
	readonly definitions: ModdleElement;
	/** What the file says that is kept only in part; never more than 100. */
	readonly warnings: readonly Finding[];
	/** References that name what is not in the file and may be elsewhere, as they are written. */
	readonly outside: readonly { readonly element: ModdleElement; readonly property: string; readonly name: string }[];
}

/** A hostile file can earn one warning an attribute; no reader needs more than these. */
const MAX_FINDINGS = 100;

/**
 * References without which the model cannot be drawn or run. Others (types, operations of a service) may point outside the file, and a
 * shape of nothing (`bpmnElement`) is left out of the diagram.
 */
const STRUCTURAL = new Set([
	"sourceRef",
	"targetRef",
	"incoming",
	"outgoing",
	"attachedToRef",
	"default",
	"processRef",
	"flowNodeRef",
	"messageRef",
	"signalRef",
	"errorRef",
	"escalationRef",
	"eventDefinitionRef",
	"dataObjectRef",
	"dataStoreRef",
	"activityRef",
]);

/** Operations of a service interface name messages and errors of another file. */
const OUTSIDE_REFERENCES = new Set(["bpmn:Operation", "bpmn:Interface"]);

let moddle: BpmnModdle | undefined;

/**
 * Reads a BPMN 2.0 file. Refuses what exceeds `XML_LIMITS`, document types, what is not BPMN, elements that BPMN does not
 * know in its namespace, repeated ids and broken references, each named with its element. Never throws.
 */
export async function parseBpmn(xml: string): Promise<Result<ParsedBpmn, readonly Problem[]>> {
	const scanned = scanXml(xml);
	if (!scanned.ok) return fail([scanned.error]);
	moddle ??= bpmnModdle();
	let read: Awaited<ReturnType<BpmnModdle["fromXML"]>>;
	try {
		read = await moddle.fromXML(xml);
	} catch (error) {
		return fail([unreadable(error, xml)]);
	}
	const { rootElement, warnings } = read;
	const problems: Problem[] = [];
	const findings: Finding[] = [];
	for (const warning of warnings) {
		const found = judge(warning);
		if (found === undefined) continue;
		if (found.severity === "error") problems.push({ code: found.code, detail: found.detail, ...(found.at && { at: found.at }) });
		else findings.push(found);
		if (problems.length >= MAX_FINDINGS) break;
	}
	if (problems.length > 0) return fail(problems);
	return ok({ definitions: rootElement, warnings: findings.slice(0, MAX_FINDINGS), outside: warnings.flatMap(outsideReference) });
}

/** Elements of BPMN that hold text and nothing else: texts, scripts and references. */
const TEXT_ONLY = "(?:text|script|incoming|outgoing|supports|source|target|extensionDefinitions|[A-Za-z]+Refs?)";
const ELEMENT_IN_TEXT = new RegExp(`<(?:[\\w.-]+:)?(${TEXT_ONLY})(?:\\s[^<>]*)?(?<!/)>(?:[^<]|<!--|<!\\[)*<([\\w.-][\\w:.-]*)`);

/** Why the parser took nothing of a file. It has no words for an element inside one that holds text only, and fails at its end. */
function unreadable(error: unknown, xml: string): Problem {
	const [, text = "", inside = ""] = error instanceof TypeError ? (ELEMENT_IN_TEXT.exec(xml) ?? []) : [];
	if (inside !== "")
		return { code: "bpmn.unknown_element", detail: `BPMN has no element <${clip(inside)}> within <${clip(text)}>.`, at: clip(inside) };
	return { code: "bpmn.not_bpmn", detail: `This is not a BPMN 2.0 file: ${reason(error)}.` };
}

function outsideReference({ message, element, property, value }: ModdleWarning): ParsedBpmn["outside"] {
	if (!message.startsWith("unresolved reference") || element === undefined || property === undefined || value === undefined) return [];
	return [{ element, property, name: value }];
}

function judge(warning: ModdleWarning): Finding | undefined {
	const duplicate = /duplicate ID <([^>]*)>/.exec(warning.message);
	if (duplicate !== null) {
		const id = duplicate[1] ?? "";
		return {
			severity: "error",
			code: "bpmn.duplicate_id",
			detail: `Two elements have the id "${clip(id)}". Give one another id.`,
			at: clip(id),
		};
	}
	if (warning.message.startsWith("unresolved reference")) {
		const property = (warning.property ?? "").replace(/^.*:/, "");
		const type = warning.element?.$type ?? "";
		const structural = STRUCTURAL.has(property) && !OUTSIDE_REFERENCES.has(type);
		const at = warning.element?.id;
		const depicts = property === "bpmnElement";
		return {
			severity: structural ? "error" : "warning",
			code: "bpmn.broken_reference",
			detail: `${type.replace("bpmn:", "")} "${clip(at ?? "")}" points with ${property} to "${clip(warning.value ?? "")}", which is not in the file.${depicts ? " It is left out of the diagram." : ""}`,
			...(at !== undefined && { at: clip(at) }),
		};
	}
	// The text is already decoded when it comes here, so the encoding that the file names has done its work.
	if (warning.message.startsWith("unsupported document encoding")) return undefined;
	const element = /unparsable content <([^>\s]*)/.exec(warning.message)?.[1];
	const unknown = element !== undefined;
	return {
		severity: unknown ? "error" : "warning",
		code: unknown ? "bpmn.unknown_element" : "bpmn.not_understood",
		detail: unknown ? `BPMN has no element <${clip(element)}> at this place.` : clip(warning.message.split("\n")[0] ?? "", 300),
		...(element !== undefined && { at: clip(element) }),
	};
}

function reason(error: unknown): string {
	const message = error instanceof Error && !(error instanceof TypeError) ? error.message : "it cannot be read";
	const nested = /nested error: (.*)/.exec(message)?.[1];
	return clip(nested ?? message.split("\n")[0] ?? "", 200);
}

function clip(text: string, length = 80): string {
	return text.length > length ? `${text.slice(0, length)}…` : text;
}
