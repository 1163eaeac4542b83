import type { ModdleElement } from "bpmn-moddle";
import { elements, id, text } from "../bpmn/describe.ts";
import { bpmnModdle } from "../bpmn/moddle.ts";
import { parseBpmn } from "../bpmn/parse.ts";
import { writeXml } from "../bpmn/write-xml.ts";
import type { Problem } from "../problem.ts";
import { ok, type Result } from "../result.ts";
import type { Automation } from "./automation.ts";
import { CalledFile, isCallable } from "./called-file.ts";
import { contents } from "./called-contents.ts";
import type { StepFinding } from "./steps.ts";

export interface BroughtIn {
	/** One file with everything that runs; the given text itself where nothing is called from elsewhere. */
	readonly bpmn: string;
	/** Calls that lead nowhere, each with its call activity. */
	readonly findings: readonly StepFinding[];
}

/**
 * Makes a model and the models that it calls one file (BPMN 2.0.2 §10.3.6): what a call activity calls is brought in with all that it
 * calls in turn, its ids behind the called model's short name and a dot, and the call activity points to it. A model is brought in once
 * under each name, so models that call each other end. `files` are the called models by short name. Fails only for what is no BPMN.
 */
export async function bringIn(
	bpmn: string,
	{ models = [], calls = {} }: Pick<Automation, "models" | "calls">,
	files: ReadonlyMap<string, string>,
): Promise<Result<BroughtIn, readonly Problem[]>> {
	const waiting = new Map(Object.entries(calls));
	if (waiting.size === 0) return ok({ bpmn, findings: [] });
	const parsed = await parseBpmn(bpmn);
	if (!parsed.ok) return parsed;
	const { definitions } = parsed.value;
	const findings: StepFinding[] = [];
	const say = (severity: "error" | "warning", code: string, detail: string, at: string): void => {
		findings.push({ step: "process", severity, code, detail, at });
	};
	const taken = new Set(contents(definitions).map(id));
	const brought = new Map<string, CalledFile>();
	const open = [...contents(definitions)];
	for (let activity = open.pop(); activity !== undefined; activity = open.pop()) {
		const call = waiting.get(id(activity));
		if (call === undefined) continue;
		waiting.delete(id(activity));
		const at = id(activity);
		const title = `"${text(activity.name) || at}"`;
		if (activity.$type !== "bpmn:CallActivity") {
			say("warning", "call.element_gone", `${title} is no call activity any more: what it should call is left out.`, at);
			continue;
		}
		const source = files.get(call.model);
		if (source === undefined) {
			const known = models.some((each) => each.as === call.model);
			say(
				"error",
				"call.model_missing",
				`${title} calls "${call.processId}" of ${known ? `"${call.model}", of which there is no such published revision (any more)` : `the model "${call.model}", which the project does not name`}. Choose what it calls.`,
				at,
			);
			continue;
		}
		let file = brought.get(call.model);
		if (file === undefined) {
			const read = await CalledFile.read(call.model, source);
			if (!read.ok) {
				say("error", "call.model_unreadable", `${title} calls "${call.model}": ${read.error[0]?.detail ?? "it can not be read."}`, at);
				continue;
			}
			file = read.value;
			const twice = file.ids.find((each) => taken.has(each));
			if (twice !== undefined) {
				say("error", "call.id_taken", `${title}: the model has an element "${twice}" already. Call "${call.model}" by another name.`, at);
				continue;
			}
			brought.set(call.model, file);
		}
		const added = file.take(call.processId);
		if (added === undefined) {
			say("error", "call.process_missing", `${title}: "${call.model}" has no process or global task "${call.processId}".`, at);
			continue;
		}
		activity.calledElement = file.idOf(call.processId);
		open.push(...added);
	}
	for (const at of waiting.keys())
		say("warning", "call.element_gone", `There is a call set for "${at}", which the model does not have (any more).`, at);
	for (const file of brought.values()) file.putInto(definitions);
	const whole = await writeXml(definitions, bpmnModdle());
	// Together they may be more than one file may be; the model alone can still be worked on.
	const read = await parseBpmn(whole);
	if (read.ok) return ok({ bpmn: whole, findings });
	say(
		"error",
		"call.not_one_file",
		`What is called can not be brought in: ${read.error[0]?.detail ?? "it can not be read."}`,
		Object.keys(calls)[0] ?? "",
	);
	return ok({ bpmn, findings });
}

/** What of a file can be called from elsewhere: its processes and global tasks, in the file's order. */
export function callables(definitions: ModdleElement): readonly { readonly id: string; readonly name: string }[] {
	return elements(definitions.rootElements)
		.filter(isCallable)
		.map((each) => ({ id: id(each), name: text(each.name) }));
}
