import type { Automation, DecisionTable, ElementAutomation } from "./automation.ts";

/** A place that uses an attribute: where it is, and the element or form that it belongs to. */
export interface Use {
	readonly kind: "form" | "condition" | "rule" | "performer" | "connector" | "title";
	readonly at: string;
	readonly name: string;
}

/** Everything that speaks of a path of the data, or of something below it. Expressions are read as words, so a text that happens to hold the name counts too. */
export function usedBy(automation: Automation, path: string): readonly Use[] {
	const uses: Use[] = [];
	const word = new RegExp(`(?<![\\w.])${path.replaceAll(".", "\\s*\\.\\s*")}(?!\\w)`);
	const says = (...sources: readonly (string | undefined)[]): boolean =>
		sources.some((source) => source !== undefined && word.test(source));
	const below = (other: string | undefined): boolean => other === path || other?.startsWith(`${path}.`) === true;
	for (const form of automation.forms) {
		if (form.items.some((item) => (item.kind === "field" && below(item.path)) || says(item.visibleWhen)))
			uses.push({ kind: "form", at: form.id, name: form.title });
	}
	for (const [flow, { condition }] of Object.entries(automation.flows))
		if (says(condition)) uses.push({ kind: "condition", at: flow, name: condition });
	for (const [element, own] of Object.entries(automation.elements)) {
		const table = own.decision?.table;
		if (
			below(own.script?.result) ||
			below(own.decision?.result) ||
			below(own.decisionRef?.result) ||
			says(
				own.script?.expression,
				...(table?.inputs.map((each) => each.expression) ?? []),
				...(table?.rules.flatMap((rule) => rule.outputs) ?? []),
			)
		)
			uses.push({ kind: "rule", at: element, name: element });
		if (
			says(
				...(own.performer?.from ?? []).map((source) => (source.kind === "expression" ? source.expression : undefined)),
				own.title,
				own.dueIn,
			)
		)
			uses.push({ kind: "performer", at: element, name: element });
		const { connector, inputs = [], outputs = [] } = own;
		if (
			outputs.some((each) => below(each.to)) ||
			says(
				connector?.body,
				connector?.url,
				...(connector?.headers ?? []).map((each) => each.value),
				...inputs.map((each) => each.from),
				own.message?.key,
				own.message?.payload,
			)
		)
			uses.push({ kind: "connector", at: element, name: element });
	}
	if (says(automation.caseTitle)) uses.push({ kind: "title", at: "", name: "Title of a case" });
	return uses;
}

/**
 * The same with an attribute renamed: forms, results and mappings follow it, and so does every expression that names it as a
 * word outside of its quoted texts.
 */
export function renamePath(automation: Automation, from: string, to: string): Automation {
	const word = new RegExp(`(?<![\\w.])${from.replaceAll(".", "\\s*\\.\\s*")}(?!\\w)`, "g");
	const feel = (source: string): string =>
		source
			.split(QUOTED)
			.map((part, index) => (index % 2 === 1 ? part : part.replaceAll(word, to)))
			.join("");
	const template = (text: string): string => text.replaceAll(/\{\{.*?\}\}/gs, feel);
	const path = (given: string): string => (given === from ? to : given.startsWith(`${from}.`) ? `${to}${given.slice(from.length)}` : given);
	const renamed = (own: ElementAutomation): ElementAutomation => {
		const { connector, decision, decisionRef, message, performer, script } = own;
		return {
			...own,
			...(own.title === undefined ? {} : { title: feel(own.title) }),
			...(own.dueIn === undefined ? {} : { dueIn: feel(own.dueIn) }),
			...(script === undefined ? {} : { script: { expression: feel(script.expression), result: path(script.result) } }),
			...(decision === undefined ? {} : { decision: { result: path(decision.result), table: renamedTable(decision.table, feel) } }),
			...(decisionRef === undefined ? {} : { decisionRef: { ...decisionRef, result: path(decisionRef.result) } }),
			...(performer === undefined
				? {}
				: {
						performer: {
							...performer,
							from: performer.from.map((each) => (each.kind === "expression" ? { ...each, expression: feel(each.expression) } : each)),
						},
					}),
			...(connector === undefined
				? {}
				: {
						connector: {
							...connector,
							url: template(connector.url),
							...(connector.headers === undefined
								? {}
								: { headers: connector.headers.map(({ name, value }) => ({ name, value: template(value) })) }),
							...(connector.body === undefined ? {} : { body: feel(connector.body) }),
						},
					}),
			...(message === undefined
				? {}
				: {
						message: {
							...message,
							...(message.key === undefined ? {} : { key: feel(message.key) }),
							...(message.payload === undefined ? {} : { payload: feel(message.payload) }),
						},
					}),
			...(own.inputs === undefined ? {} : { inputs: own.inputs.map((each) => ({ ...each, from: feel(each.from) })) }),
			...(own.outputs === undefined ? {} : { outputs: own.outputs.map((each) => ({ ...each, to: path(each.to) })) }),
		};
	};
	return {
		...automation,
		...(automation.caseTitle === undefined ? {} : { caseTitle: feel(automation.caseTitle) }),
		forms: automation.forms.map((form) => ({
			...form,
			items: form.items.map((item) => ({
				...item,
				...(item.kind === "field" ? { path: path(item.path) } : {}),
				...(item.visibleWhen === undefined ? {} : { visibleWhen: feel(item.visibleWhen) }),
			})),
		})),
		flows: Object.fromEntries(Object.entries(automation.flows).map(([id, flow]) => [id, { condition: feel(flow.condition) }])),
		elements: Object.fromEntries(Object.entries(automation.elements).map(([id, own]) => [id, renamed(own)])),
	};
}

/** A quoted text of FEEL; split by it, every second part is one. */
const QUOTED = /("(?:[^"\\]|\\.)*")/;

function renamedTable(table: DecisionTable, feel: (source: string) => string): DecisionTable {
	return {
		...table,
		inputs: table.inputs.map((input) => ({ ...input, expression: feel(input.expression) })),
		rules: table.rules.map((rule) => ({ inputs: rule.inputs.map(feel), outputs: rule.outputs.map(feel) })),
	};
}
