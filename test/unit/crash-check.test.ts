import { describe, it } from "vitest";
import { checkCase, checkLists } from "../faults/crash/check.ts";
import type { Known, LoggedStep, Seen } from "../faults/crash/record.ts";

const known: Known = {
	marker: "p0-1",
	caseId: "cas_1",
	number: "AAAA-0001",
	completed: new Map([["Take", "taken 1"]]),
	note: "note 1",
	cancelled: false,
	draft: undefined,
};

/** What each step of the log tells: a whole errand up to its last task. */
const LOG: readonly (readonly Readonly<Record<string, unknown>>[])[] = [
	[{ kind: "case-started" }],
	[{ kind: "variables-set" }],
	[
		{ kind: "element-left", elementId: "Take", how: "completed" },
		{ kind: "wait-opened", elementId: "Ship" },
	],
	[{ kind: "wait-closed", elementId: "Ship", what: "job" }],
	[{ kind: "wait-closed", elementId: "Pause", what: "timer" }],
	[{ kind: "wait-closed", elementId: "Paid", what: "message" }],
	[{ kind: "alarm-rung", elementId: "Close" }],
];

function seen(change: { readonly page?: object; readonly log?: typeof LOG } = {}): Seen {
	const log: LoggedStep[] = (change.log ?? LOG).map((entries, index) => ({ sequence: index + 1, command: "", entries }));
	const page = {
		caseId: "cas_1",
		number: "AAAA-0001",
		state: "running",
		data: { marker: "p0-1", taken: "taken 1", note: "note 1" },
		tasks: [
			{ task: 2, elementId: "Take", state: "completed", assigneeName: "Ann" },
			{ task: 9, elementId: "Close", state: "open", assigneeName: null },
		],
		waits: [],
		incidents: [],
		...change.page,
	};
	return { page: page as unknown as Seen["page"], log };
}

const calls = [{ marker: "p0-1", key: "k" }];
const without = (step: number) => LOG.filter((_, index) => index !== step);
const again = (step: number) => [...LOG, LOG[step] ?? []];

describe("the judge of the crash harness", () => {
	it("finds nothing where all is well, also when an effect came again under its key", ({ expect }) => {
		expect(checkCase(known, seen(), [...calls, ...calls])).toEqual([]);
	});

	const wrong: readonly (readonly [what: string, seen: Seen, calls: typeof calls, finding: RegExp])[] = [
		["a case that is another", seen({ page: { number: "BBBB-0001" } }), calls, /^lost: its number/],
		["a completion that is not there", seen({ page: { tasks: [{ task: 2, elementId: "Take", state: "open" }] } }), calls, /^lost: Take/],
		["a completion that came twice", seen({ log: again(2) }), calls, /^twice: Take completed 2/],
		["a task that was made twice", seen({ page: { tasks: [...seen().page.tasks, ...seen().page.tasks] } }), calls, /^twice: 2 tasks/],
		["data that are older", seen({ page: { data: { marker: "p0-1", taken: "taken 1", note: "note 0" } } }), calls, /^lost: the data/],
		[
			"values that are others",
			seen({ page: { data: { marker: "p0-1", taken: "x", note: "note 1" } } }),
			calls,
			/^lost: Take was completed with/,
		],
		["a timer that came twice", seen({ log: again(4) }), calls, /^twice: Pause/],
		["a message that never came", seen({ log: without(5) }), calls, /^lost: Paid/],
		["an alarm that never rang", seen({ log: without(6) }), calls, /^lost: the alarm/],
		["an alarm that rang twice", seen({ log: again(6) }), calls, /^twice: the alarm/],
		["an effect that never came", seen(), [], /^lost: its outside effect/],
		["an effect under two keys", seen(), [...calls, { marker: "p0-1", key: "l" }], /^twice: its outside effect/],
		["a case that ended by itself", seen({ page: { state: "completed" } }), calls, /^lost: it is completed/],
		["an incident", seen({ page: { incidents: [{ resolvedAt: null, detail: "?" }] } }), calls, /^incident/],
	];
	for (const [what, given, called, finding] of wrong)
		it(`finds ${what}`, ({ expect }) => {
			expect(checkCase(known, given, called).map((each) => each.what)).toContainEqual(expect.stringMatching(finding));
		});

	it("finds a step that is missing from the log", ({ expect }) => {
		const { page, log } = seen();
		const gap = { page, log: log.filter(({ sequence }) => sequence !== 2) };
		expect(checkCase(known, gap, calls).map((each) => each.what)).toContainEqual(expect.stringMatching(/^lost: step 2/));
	});

	it("finds what the lists lack, have twice, and have though nobody made it", ({ expect }) => {
		const row = { caseId: "cas_1", state: "running" };
		const inbox = new Map([["Ann", ["cas_1.9"]]]);
		expect(checkLists([seen()], [row], inbox)).toEqual([]);
		expect(checkLists([seen()], [], inbox)).toHaveLength(1);
		expect(checkLists([seen()], [row, row], inbox)).toHaveLength(1);
		expect(checkLists([seen()], [{ ...row, state: "completed" }], inbox)).toHaveLength(1);
		expect(checkLists([seen()], [row, { caseId: "cas_2", state: "running" }], inbox)).toHaveLength(1);
		expect(checkLists([seen()], [row], new Map([["Ann", []]]))).toHaveLength(1);
		expect(checkLists([seen()], [row], new Map([["Ann", ["cas_1.9", "cas_1.9"]]]))).toHaveLength(1);
		expect(checkLists([seen()], [row], new Map([["Ann", ["cas_1.9", "cas_1.2"]]]))).toHaveLength(1);
	});
});
