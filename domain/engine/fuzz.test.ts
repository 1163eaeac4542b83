import fc from "fast-check";
import { describe, it } from "vitest";
import { anyAutomation, anyCommand } from "../../test/engine/any.ts";
import { random } from "../../test/models/random.ts";
import { modelsToMutate, mutate, type Mutation } from "../../test/engine/mutate-model.ts";
import { randomProcess } from "../../test/engine/random-process.ts";
import { Trial } from "../../test/engine/trial.ts";
import type { Problem } from "../problem.ts";
import { advance } from "./advance.ts";
import { compile } from "./compile.ts";
import { link } from "./link.ts";
import type { Linked } from "./linked.ts";
import { DEFAULT_LIMITS, type State } from "./types.ts";

/** The same dice every time; `FUZZ=20` throws twenty times as often, each time others. */
const TIMES = Number(process.env["FUZZ"] ?? 1);
const DICE = process.env["FUZZ"] === undefined ? { seed: 20261127 } : {};

const models = modelsToMutate();
const mutation: fc.Arbitrary<Mutation> = fc.record({
	what: fc.nat(1000),
	at: fc.nat(1_000_000),
	by: fc.nat(1_000_000),
	text: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("<", ">", "&", "<![CDATA[", "-->", "<!--", "<?", '"', "]]>")),
});
const mutated = fc
	.tuple(fc.nat(models.length - 1), fc.array(mutation, { maxLength: 6 }))
	.map(([which, mutations]) => mutate(models[which] ?? "", mutations));

/** What was caught because nobody had thought of it: never the answer to any input. */
const UNFORESEEN = /^engine\.(defect|not_compiled)$/;
const CODE = /^(bpmn|engine|feel|dmn|form|case)\.[a-z_]+$/;
/** The words of an exception of the language, which tell nobody what to do. */
const EXCEPTION =
	/Cannot (read|set|convert|destructure|access)|is not (a function|iterable|defined|an object)|undefined \(|call stack|Invalid (array|string) length|Reduce of empty/;

/** What a job failed with is its caller's. */
const THROWN: ReadonlySet<string> = new Set(["e", "__proto__"]);

function declared(problem: Problem): string | undefined {
	if (THROWN.has(problem.code)) return undefined;
	if (!CODE.test(problem.code) || UNFORESEEN.test(problem.code)) return `${problem.code}: ${problem.detail}`;
	return EXCEPTION.test(problem.detail) || problem.detail === "" ? `${problem.code}: ${problem.detail}` : undefined;
}

describe("whatever the model, its automation and what comes to its case", () => {
	it(`compile and advance answer with what they declare (${models.length} models, changed by dice)`, async ({ expect }) => {
		let compiled = 0;
		let stepped = 0;
		await fc.assert(
			fc.asyncProperty(mutated, fc.nat(), async (bpmn, seed) => {
				const next = random(seed);
				const settings = anyAutomation(bpmn, next);
				const made = await compile({ bpmn, automation: settings });
				if (!made.ok) {
					expect(made.error.length).toBeGreaterThan(0);
					expect(made.error.map(declared).filter(Boolean)).toEqual([]);
					return;
				}
				compiled++;
				const linked = link(made.value);
				let state: State | null = null;
				for (let step = 0; step < 12; step++) {
					const command = anyCommand(state, linked, next);
					const context = {
						now: 1_000_000 + step * 1000,
						limits: { ...DEFAULT_LIMITS, stepElements: 500, tokens: 500 },
						caseNumber: "C-1",
						parameters: {},
					};
					const result = advance(linked, state, command, context);
					if (!result.ok) {
						expect(declared(result.error)).toBeUndefined();
						continue;
					}
					stepped++;
					({ state } = result.value);
					if (state.status !== "active") break;
					expect(state.incidents.map((incident) => declared(incident.problem)).filter(Boolean)).toEqual([]);
					JSON.stringify(result.value);
				}
			}),
			{ numRuns: 1000 * TIMES, ...DICE },
		);
		expect(compiled).toBeGreaterThan(40);
		expect(stepped).toBeGreaterThan(100);
	}, 600_000);
});

describe("whatever state is loaded", () => {
	/** A state with one value of it replaced, taken out or doubled. */
	function spoil(state: unknown, next: (below: number) => number): unknown {
		const copy = JSON.parse(JSON.stringify(state)) as unknown;
		const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
		const stack = [copy];
		for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
			if (typeof each !== "object" || each === null) continue;
			for (const [key, inner] of Object.entries(each)) {
				places.push({ holder: each as Record<string, unknown>, key });
				stack.push(inner);
			}
		}
		const junk = [null, true, 0, -1, 1, 2, 3, 5, 1.5, 1e300, "", "A", "P", "__proto__", [], {}, [[]], [null], { id: 1 }, copy];
		for (let times = 1 + next(2); times > 0; times--) {
			const place = places[next(places.length)];
			if (place === undefined) break;
			const { holder, key } = place;
			const how = next(8);
			if (how < 2) {
				if (Array.isArray(holder)) holder.splice(Number(key), 1);
				else delete holder[key];
			} else if (how === 2 && Array.isArray(holder)) holder.push(holder[next(holder.length)]);
			else holder[key] = next(3) === 0 ? places[next(places.length)]?.holder : junk[next(junk.length)];
		}
		try {
			return JSON.parse(JSON.stringify(copy)) as unknown;
		} catch {
			// It holds itself now.
			return null;
		}
	}

	it("advance goes on from it or says that it does not fit, in bounded time", async ({ expect }) => {
		const cases: { readonly linked: Linked; readonly states: readonly State[] }[] = [];
		for (let seed = 1; seed <= 60; seed++) {
			const { bpmn, automation } = randomProcess(seed);
			const trial = await Trial.of(bpmn, automation);
			const next = random(seed);
			const states: State[] = [];
			for (let step = 0; step < 8 && (trial.status ?? "active") === "active"; step++) {
				trial.step(anyCommand(trial.state, trial.linked, next));
				if (trial.state !== null) states.push(trial.state);
			}
			if (states.length > 0) cases.push({ linked: trial.linked, states });
		}
		let misfits = 0;
		let steps = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const next = random(seed);
				const one = cases[next(cases.length)];
				const other = next(5) === 0 ? cases[next(cases.length)] : one;
				if (one === undefined || other === undefined) return;
				const spoilt = next(20) === 0 ? other.states[next(other.states.length)] : spoil(other.states[next(other.states.length)], next);
				const command = anyCommand(one.states.at(-1) ?? null, one.linked, next);
				const result = advance(one.linked, spoilt as State, command, {
					now: 1,
					limits: { ...DEFAULT_LIMITS, stepElements: 500, tokens: 500 },
					caseNumber: "C-1",
					parameters: {},
				});
				if (result.ok) {
					steps++;
					JSON.stringify(result.value);
				} else {
					expect(declared(result.error)).toBeUndefined();
					if (result.error.code === "engine.state_misfit") misfits++;
				}
			}),
			{ numRuns: 5000 * TIMES, ...DICE },
		);
		expect(misfits).toBeGreaterThan(500);
		expect(steps).toBeGreaterThan(50);
	}, 600_000);
});
