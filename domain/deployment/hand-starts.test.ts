import { describe, it } from "vitest";
import type { ProgramStart } from "../engine/types.ts";
import { handStarts } from "./hand-starts.ts";

const none: ProgramStart = { elementId: "n", processId: "p", name: "", kind: "none" };
const message: ProgramStart = { elementId: "m", processId: "p", name: "", kind: "message", message: "Invoice" };
const again: ProgramStart = { ...message, event: 1, message: "Reminder" };
const other: ProgramStart = { elementId: "o", processId: "q", name: "", kind: "none" };

describe("handStarts", () => {
	it("are the none starts of the process that cases run", ({ expect }) => {
		expect(handStarts([none, message, other], "p", true)).toEqual([none]);
	});

	it("are message starts where there is no other and a form asks for what the message would bring", ({ expect }) => {
		expect(handStarts([message, other], "p", true)).toEqual([message]);
		expect(handStarts([message, again, other], "p", true)).toEqual([message]);
		expect(handStarts([message, other], "p", false)).toEqual([]);
	});
});
