import type { Automation } from "../../domain/deployment/automation.ts";
import type { Linked } from "../../domain/engine/linked.ts";
import type { State } from "../../domain/engine/state.ts";
import type { Command } from "../../domain/engine/types.ts";
import type { Value } from "../../domain/data/model.ts";

type Next = (below: number) => number;

const EXPRESSIONS = [
	"true", "false", "null", "n", "n > 1", "n + 1", "missing", "missing.a.b", "list", "[1, 2, 3]", '"text"', "1/0", "10 ** 6000", "{a: 1}.a", "case.number", "parameters.token", "function(x) x",
	"for i in 1..10 return i", "1..5", "(((", "", "  ", "= n", "date(\"x\")", "now()", "@\"PT1H\"", "string(n)", "count(list)", "list[1]", "loopCounter", "numberOfCompletedInstances > 1", "activationCount >= 1", "waitingForStart", "status", "body.a", "message.a", "error.code", "\"a@b.test\"",
]; // prettier-ignore
const NAMES = ["n", "list", "text", "a.b", "a.b.c", "n.x", "__proto__", "constructor", "A", "", "a..b", "case", "parameters"];
const VALUES: readonly Value[] = [
	null,
	true,
	false,
	0,
	-1,
	1.5,
	1e308,
	"",
	"text",
	"PT1H",
	[],
	[1, 2, 3],
	[[]],
	{},
	{ a: 1 },
	{ a: { b: [null] } },
	{ status: 200, body: { a: 1 } },
	"2026-11-27",
	"\ud800",
	[[[[{}]]]],
];

/** Ids that a file names. */
export function idsOf(bpmn: string): readonly string[] {
	return [...bpmn.matchAll(/\bid="([^"]*)"/g)].map((match) => match[1] ?? "");
}

/** An automation made of what fits, what does not, and what names nothing. */
export function anyAutomation(bpmn: string, next: Next): Automation {
	const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item;
	const sometimes = <Made>(chance: number, make: () => Made): Made | undefined => (next(chance) === 0 ? make() : undefined);
	const all = idsOf(bpmn);
	// Mostly what an automation is: paths that can be written, messages that have names.
	const careful = next(4) > 0;
	const processes = [...bpmn.matchAll(/<(?:\w+:)?process\b[^>]*\bid="([^"]*)"/g)].map((match) => match[1] ?? "");
	const someId = (): string => (all.length === 0 ? "Gone" : pick(all));
	const to = (): string => (careful ? pick(["n", "list", "text", "a.b", "a.b.c"]) : pick(NAMES));
	const expression = (): string =>
		careful
			? pick(EXPRESSIONS.filter((each) => !each.includes("(((") && !each.includes("token") && each.trim() !== ""))
			: pick(EXPRESSIONS);
	const mappings = () => Array.from({ length: next(3) }, () => ({ from: expression(), to: to() }));
	const elements: Record<string, unknown> = {};
	for (const id of all) {
		if (next(3) > 0 && !careful) continue;
		const made = {
			form: sometimes(6, () => (careful ? "f" : pick(["f", "gone"]))),
			performer: sometimes(5, () => ({
				assign: pick(["pool", "one"]),
				from: [
					pick([
						{ kind: "starter" },
						{ kind: "expression", expression: expression() },
						{ kind: "role", role: "r" },
						{ kind: "person", email: "a@b.test" },
					]),
				],
			})),
			title: sometimes(5, () => expression()),
			dueIn: sometimes(5, () => pick(["P2D", "n", '"P1D"', ...(careful ? [] : ["P999999999Y", "-P1D", ""])])),
			notify: sometimes(5, () => true),
			connector: sometimes(3, () => ({
				kind: "http",
				method: "GET",
				url: pick(["https://a.test/{{ n }}", "{{", "}}", "{{ parameters.token }}", "x", ...(careful ? [] : ["{{ ((( }}"])]),
				headers: [{ name: "a", value: pick(["{{ text }}", "{{ parameters.token }}", "b"]) }],
				body: sometimes(2, () => expression()),
			})),
			inputs: sometimes(3, mappings),
			outputs: sometimes(3, mappings),
			script: sometimes(3, () => ({ expression: expression(), result: to() })),
			decision: sometimes(4, () => ({
				table: {
					hitPolicy: pick(["unique", "first", "any", "collect"]),
					inputs: [{ label: "a", expression: expression() }],
					outputs: [{ label: "b", name: "b" }],
					rules: Array.from({ length: next(3) }, () => ({
						inputs: Array.from({ length: next(3) }, () => pick(["-", "> 1", "[1..2]", ...(careful ? [] : ["(("])])),
						outputs: Array.from({ length: next(3) }, () => expression()),
					})),
				},
				result: to(),
			})),
			message: sometimes(careful ? 1 : 2, () => ({
				name: sometimes(careful ? 1 : 2, () => "m"),
				key: sometimes(2, () => expression()),
				payload: sometimes(2, () => expression()),
			})),
			timer: sometimes(3, () => ({
				kind: pick(["date", "duration", "cycle"]),
				value: pick([
					"PT1H",
					"R3/PT1S",
					"2026-11-27T10:00:00Z",
					"R/P1D",
					"n",
					'"PT1M"',
					...(careful ? [] : ["P", "R/PT0S", "R99999999999/PT1H", "PT9999999999H", "P9999999Y"]),
				]),
			})),
			defaultFlow: sometimes(6, someId),
			errorCode: sometimes(6, () => "e"),
		};
		elements[id] = Object.fromEntries(Object.entries(made).filter(([, part]) => part !== undefined));
	}
	const flows: Record<string, { condition: string }> = {};
	for (const id of all) if (next(careful ? 30 : 8) === 0) flows[id] = { condition: expression() };
	const raw = {
		format: 1,
		processId: next(12) === 0 || processes.length === 0 ? someId() : pick(processes),
		category: "Fuzz",
		...(next(3) === 0 && { caseTitle: pick(EXPRESSIONS) }),
		data: {
			attributes: [
				{ name: "n", label: "N", type: "number" },
				{ name: "list", label: "L", type: "list", of: "text" },
			],
		},
		forms: [{ id: "f", title: "F", items: [] }],
		elements,
		flows,
		roles: [{ name: "r", title: "R" }],
		parameters: [{ name: "token", label: "T", type: "secret" }],
	};
	// Beyond what the schema takes, too: an expression that is empty, an id that is none.
	return raw as unknown as Automation;
}

/** Any command: mostly for something that waits, sometimes for nothing. */
export function anyCommand(state: State | null, linked: Linked, next: Next): Command {
	const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item;
	const variables = () => Object.fromEntries(Array.from({ length: next(3) }, () => [pick(NAMES), pick(VALUES)]));
	if (state === null || next(40) === 0) {
		const { starts } = linked.program;
		const startEvent = next(3) === 0 ? undefined : starts.length > 0 ? pick(starts).elementId : pick(["Gone", ""]);
		return {
			type: "start",
			variables: { n: pick([0, 3, 5]), list: ["a", "b"], text: "t", ...(next(2) === 0 && variables()) },
			starter: { personId: null, name: "", email: null },
			...(startEvent !== undefined && { startEvent }),
			...(next(2) === 0 && { payload: pick(VALUES) }),
		};
	}
	const [wait, incident, token] = [state.waits, state.incidents, state.tokens].map((list) =>
		list.length > 0 && next(10) > 0 ? pick<{ id: number }>(list).id : next(60) - 2,
	) as [number, number, number];
	const what = next(4) === 0 ? next(12) : undefined;
	const known = state.waits.find((each) => each.id === wait)?.what;
	if (what === undefined)
		switch (known) {
			case "task":
				return { type: "complete-task", task: wait, variables: variables() };
			case "job":
				return next(3) === 0
					? { type: "fail-job", job: wait, message: "no", ...(next(2) === 0 && { code: "e" }) }
					: { type: "complete-job", job: wait, result: pick(VALUES) };
			case "timer":
				return { type: "fire-timer", timer: wait };
			case "message":
				return { type: "deliver-message", subscription: wait, payload: pick(VALUES) };
			case "signal":
				return { type: "deliver-signal", subscription: wait, payload: pick(VALUES) };
			case "choice":
				return { type: "start-activity", choice: wait };
			case "condition":
				return { type: "set-variables", variables: variables() };
			case undefined:
		}
	switch (what ?? next(12)) {
		case 0:
			return { type: "complete-task", task: wait, variables: variables() };
		case 1:
			return { type: "complete-job", job: wait, result: pick(VALUES) };
		case 2:
			return { type: "fail-job", job: wait, message: "", code: pick(["e", "", "__proto__"]) };
		case 3:
			return { type: "fire-timer", timer: wait };
		case 4:
			return { type: "deliver-message", subscription: wait, payload: pick(VALUES) };
		case 5:
			return { type: "deliver-signal", subscription: wait, payload: pick(VALUES) };
		case 6:
			return { type: "set-variables", variables: variables() };
		case 7:
			return { type: "suspend", reason: "" };
		case 8:
			return { type: "resume" };
		case 9:
			return { type: "move-token", token, to: pick(linked.program.id.length > 0 ? linked.program.id : [""]) };
		case 10:
			return next(5) === 0 ? { type: "cancel", reason: "" } : { type: "resume" };
		default:
			return { type: "retry-incident", incident };
	}
}
