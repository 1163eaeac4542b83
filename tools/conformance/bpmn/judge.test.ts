import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "vitest";
import { asFeel } from "./as-feel.ts";
import judge from "./index.ts";

const FILE = `<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><b:process id="P" isExecutable="true">
<b:startEvent id="S"/><b:scriptTask id="A"><b:script>SCRIPT_taskA</b:script></b:scriptTask><b:exclusiveGateway id="X"/>
<b:scriptTask id="B"><b:script><![CDATA[WAIT_TEN_SECONDS]]></b:script></b:scriptTask><b:scriptTask id="C"><b:script>SCRIPT_taskC</b:script></b:scriptTask>
<b:sequenceFlow id="f1" sourceRef="S" targetRef="A"/><b:sequenceFlow id="f2" sourceRef="A" targetRef="X"/>
<b:sequenceFlow id="f3" sourceRef="X" targetRef="B"><b:conditionExpression>\${test.contains("b")}</b:conditionExpression></b:sequenceFlow>
<b:sequenceFlow id="f5" sourceRef="X" targetRef="C"><b:conditionExpression>\${test.contains("c")}</b:conditionExpression></b:sequenceFlow>
<b:sequenceFlow id="f4" sourceRef="B" targetRef="C"/></b:process></b:definitions>`;

describe("the conformance harness for BPMN", () => {
	it("waits in virtual time, compares logs in any order, and reports what differs", async ({ expect }) => {
		const folder = await mkdtemp(path.join(tmpdir(), "suite-"));
		const one = (n: number, test: string, delayMs: number, expected: readonly string[]) => ({
			n,
			variables: { test },
			expected,
			delayMs,
			parallelProcess: false,
		});
		const cases = [
			one(1, "b", 10_000, ["SCRIPT_taskC", "SCRIPT_taskA"]),
			one(2, "b", 9999, ["SCRIPT_taskA"]),
			one(3, "a", 0, ["SCRIPT_taskA", "ERROR_runtime"]),
			one(4, "a", 0, ["SCRIPT_taskA"]),
		];
		await writeFile(path.join(folder, "p.bpmn"), FILE);
		await writeFile(path.join(folder, "cases.json"), JSON.stringify([{ id: "own/P", file: "p.bpmn", processId: "P", cases }]));
		const figures = await judge(folder);
		await rm(folder, { recursive: true });
		expect(figures).toMatchObject({
			tests: 1,
			testsPassed: 0,
			cases: 4,
			casesPassed: 3,
			failures: [{ id: "own/P", case: 4, expected: ["SCRIPT_taskA"], actual: ["SCRIPT_taskA", "ERROR_runtime"] }],
		});
	});

	it("writes conditions as FEEL", ({ expect }) => {
		expect(asFeel('test.contains("a")')).toBe('contains(test, "a")');
		expect(asFeel("${integerVariable == 1 && !done}")).toBe("integerVariable = 1  and  not(done)");
		expect(asFeel("PT5S")).toBe("PT5S");
	});
});
