import type { ModdleElement } from "bpmn-moddle";
import { parseBpmn } from "../../../domain/bpmn/parse.ts";
import type { Automation, ElementAutomation } from "../../../domain/deployment/automation.ts";
import { compileDefinitions } from "../../../domain/engine/compile.ts";
import { link } from "../../../domain/engine/link.ts";
import type { Linked } from "../../../domain/engine/linked.ts";
import { asFeel } from "./as-feel.ts";

/** A process of the suite made ready; without `linked` it was refused. */
export interface Compiled {
	readonly linked: Linked | undefined;
	readonly problems: readonly string[];
	/** What each script says, by the id of its task. */
	readonly scripts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Prepares a file of the suite. Its scripts are words that the harness carries out, so that they can wait and fail: each script task
 * becomes a service task whose job is the word. Its conditions, which are in Java's expression language, become FEEL.
 */
export async function compileTest(xml: string, processId: string): Promise<Compiled> {
	const scripts = new Map<string, readonly string[]>();
	const rewritten = xml.replace(
		/<((?:[\w-]+:)?)scriptTask\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1scriptTask>)/g,
		(_all, prefix: string, attributes: string, inside: string | undefined) => {
			const id = /\bid="([^"]*)"/.exec(attributes)?.[1] ?? "";
			const script = new RegExp(`<${prefix}script>([\\s\\S]*?)</${prefix}script>`);
			const words = script.exec(inside ?? "")?.[1] ?? "";
			scripts.set(id, words.replace(/<!\[CDATA\[|\]\]>/g, "").match(/\w+/g) ?? []);
			return `<${prefix}serviceTask${attributes}>${(inside ?? "").replace(script, "")}</${prefix}serviceTask>`;
		},
	);
	const parsed = await parseBpmn(rewritten);
	if (!parsed.ok) return { linked: undefined, problems: parsed.error.map((each) => `${each.code}: ${each.detail}`), scripts };
	translate(parsed.value.definitions);
	const compiled = compileDefinitions(parsed.value.definitions, automationOf(processId, scripts));
	if (!compiled.ok) return { linked: undefined, problems: compiled.error.map((each) => `${each.code}: ${each.detail}`), scripts };
	return { linked: link(compiled.value), problems: [], scripts };
}

function automationOf(processId: string, scripts: ReadonlyMap<string, readonly string[]>): Automation {
	const elements: Record<string, ElementAutomation> = {};
	for (const [id, words] of scripts) {
		const outputs = words.flatMap((word) => {
			if (word.startsWith("INCREMENT_INTEGER_VARIABLE")) return [{ from: "integerVariable + 1", to: "integerVariable" }];
			return word === "SET_STRING_DATA" ? [{ from: '"String"', to: "data" }] : [];
		});
		elements[id] = { connector: { kind: "http", method: "POST", url: "https://suite.invalid/", body: "data" }, outputs };
	}
	return {
		format: 1,
		processId,
		category: "Conformance",
		data: { attributes: [] },
		forms: [],
		elements,
		flows: {},
		roles: [],
		parameters: [],
	};
}

/** Every expression of the file in FEEL, whatever it is for. */
function translate(root: ModdleElement): void {
	const seen = new Set<ModdleElement>();
	const stack = [root];
	for (let element = stack.pop(); element !== undefined; element = stack.pop()) {
		if (seen.has(element)) continue;
		seen.add(element);
		if (element.$instanceOf("bpmn:Expression") && typeof element.body === "string") element.body = asFeel(element.body);
		for (const value of Object.values(element))
			for (const each of Array.isArray(value) ? value : [value]) if (isModdle(each)) stack.push(each);
	}
}

function isModdle(value: unknown): value is ModdleElement {
	return typeof value === "object" && value !== null && "$instanceOf" in value;
}
