import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";
import { HOSTILE_MODELS, SLOW_PATTERNS } from "../../test/engine/hostile-models.ts";
import { Trial, automation, flows, model, refusals } from "../../test/engine/trial.ts";
import type { Value } from "../data/model.ts";
import { LIMITS, measure } from "./limits.ts";
import { DEFAULT_LIMITS } from "./types.ts";

describe("a hostile model", () => {
	for (const { name, bpmn, automation: settings, variables, incident } of HOSTILE_MODELS)
		it(`${name}: ${incident}, and the case can be retried and cancelled`, async ({ expect }) => {
			const trial = (await Trial.of(bpmn, settings)).start(variables);
			expect(trial.status).toBe("active");
			expect(trial.incidents).toContain(incident);
			const codes = new Set(LIMITS.map((limit) => limit.code));
			for (const { problem } of trial.state?.incidents ?? []) expect(codes).toContain(problem.code);
			// The limits hold, but for what the step that met one had begun.
			expect(trial.state?.tokens.length).toBeLessThanOrEqual(DEFAULT_LIMITS.tokens + 1);
			expect(trial.state?.waits.length).toBeLessThanOrEqual(DEFAULT_LIMITS.waits);
			expect(trial.state?.scopes.length).toBeLessThanOrEqual(DEFAULT_LIMITS.tokens + 1);
			trial.retry();
			expect(trial.status).toBe("active");
			expect(trial.state?.tokens.length).toBeLessThanOrEqual(DEFAULT_LIMITS.tokens + 1);
			expect(trial.cancel().status).toBe("cancelled");
			expect(trial.state).toMatchObject({ scopes: [], tokens: [], waits: [], incidents: [] });
		});

	it("is mended by its data: what was too much is retried with less, and the case goes on", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><exclusiveGateway id="G" default="G-A"/><task id="A"/><userTask id="U"/>${flows("S>G", "G>A", "A>G", "G>U?done")}`,
				),
			)
		).start({ done: false });
		expect(trial.incidents).toEqual(["engine.endless_loop@G"]);
		expect(trial.set({ done: true }).retry().open).toEqual(["U"]);
		expect(trial.complete("U").status).toBe("completed");
		const instances = (
			await Trial.of(
				model(
					'<task id="A"><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics></task>',
				),
			)
		).start({ n: 100_000 });
		expect(instances.incidents).toEqual(["engine.too_many_instances@A"]);
		expect(instances.set({ n: 3 }).retry().status).toBe("completed");
	});

	it("with a slow regular expression gets its answer in linear time", async ({ expect }) => {
		for (const expression of SLOW_PATTERNS) {
			const settings = automation({ A: { script: { expression, result: "n" } } });
			const trial = await Trial.of(model(`<startEvent id="S"/><scriptTask id="A"/><userTask id="U"/>${flows("S>A", "A>U")}`), settings);
			trial.start({ text: `${"a".repeat(5000)}!` });
			expect([expression, trial.open, trial.variables.n]).toEqual([expression, ["U"], false]);
		}
	});

	it("whose file, expression or tags nest or grow too far is refused at deployment, at its place", async ({ expect }) => {
		const nested = (depth: number): string => model(`${'<subProcess id="x">'.repeat(depth)}${"</subProcess>".repeat(depth)}`);
		expect(await refusals(nested(10_000))).toEqual(["bpmn.too_deep@subProcess"]);
		expect(await refusals(model(`<task id="A" name="${"x".repeat(3_000_000)}"/>`))).toEqual(["bpmn.too_large@"]);
		expect(await refusals(model(Array.from({ length: 5001 }, (_, at) => `<task id="T${at}"/>`).join("")))).toEqual([
			"bpmn.too_many_elements@",
		]);
		const attributes = Array.from({ length: 65 }, (_, at) => `x${at}="1"`).join(" ");
		expect(await refusals(model(`<task id="A" ${attributes}/>`))).toEqual(["bpmn.too_many_attributes@task"]);
		const scripted = (expression: string) =>
			refusals(model('<scriptTask id="A"/>'), automation({ A: { script: { expression, result: "n" } } }));
		expect(await scripted(`${"(".repeat(1000)}1${")".repeat(1000)}`)).toEqual(["feel.too_deep@A"]);
		expect(await scripted(`${"[".repeat(65)}1${"]".repeat(65)}`)).toEqual(["feel.too_deep@A"]);
		expect(await scripted(Array.from({ length: 600 }, () => "1").join("+"))).toEqual(["feel.too_deep@A"]);
		expect(await scripted(`"${"x".repeat(9000)}"`)).toEqual(["feel.too_long@A"]);
	});
});

describe("data from outside", () => {
	function deep(levels: number): Value {
		let value: Value = 1;
		for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
		return value;
	}

	it("nested ten thousand deep is refused, or an incident where a called system gave it", async ({ expect }) => {
		const http = automation({
			J: { connector: { kind: "http", method: "GET", url: "https://example.test/" } },
			M: { message: { name: "m" } },
		});
		const trial = (await Trial.of(model('<serviceTask id="J"/><receiveTask id="M"/>'), http)).start();
		expect(trial.step({ type: "set-variables", variables: { a: deep(10_000) } })?.code).toBe("engine.value_too_deep");
		const subscription = trial.wait("M", "message").id;
		expect(trial.step({ type: "deliver-message", subscription, payload: deep(10_000) })?.code).toBe("engine.value_too_deep");
		trial.job("J", deep(10_000));
		expect(trial.incidents).toEqual(["engine.value_too_deep@J"]);
		trial
			.retry()
			.set({ a: deep(DEFAULT_LIMITS.valueDepth) })
			.job("J", deep(DEFAULT_LIMITS.valueDepth))
			.deliver("M", deep(3));
		expect(trial.status).toBe("completed");
	});

	it("is measured as the JSON that it becomes", ({ expect }) => {
		for (const value of [
			"",
			"plain",
			"naïve – “quoted”\n\t\u0001",
			"🙂",
			['"', "\\", { "key ü": [null, true, 1.5] }],
			{},
			[],
			[[1], [2, [3]]],
		]) {
			const bytes = new TextEncoder().encode(JSON.stringify(value)).byteLength;
			const measured = measure(value, Infinity, Infinity);
			// Numbers, true, false and null count as four; a list of one more than it has commas.
			expect(measured.bytes).toBeGreaterThanOrEqual(bytes - 8);
			expect(measured.bytes).toBeLessThanOrEqual(bytes * 1.5 + 16);
		}
		expect(measure("\u0000".repeat(1000), Infinity, 1).bytes).toBe(6002);
		expect(measure([[1], [2, [3]]], Infinity, 10).depth).toBe(3);
		expect(measure(deep(20_000), Infinity, 64).depth).toBe(65);
	});
});

describe("the table of limits", () => {
	it("stands in docs/limits.md as it is in the code", ({ expect }) => {
		const rows = LIMITS.map(
			(limit) => `| ${limit.name} | ${limit.value.toLocaleString("en")} | ${limit.of} | \`${limit.code}\` | ${limit.told} |`,
		);
		const page = readFileSync(path.join(import.meta.dirname, "../../docs/limits.md"), "utf8");
		expect(page).toContain(`| limit | value | of what | code | told as |\n|---|---:|---|---|---|\n${rows.join("\n")}\n`);
	});
});
