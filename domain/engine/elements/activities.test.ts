import { describe, it } from "vitest";
import { compile } from "../compile.ts";
import { CALL, NOW, Trial, automation, flows, model } from "../../../test/engine/trial.ts";

const line = (activity: string): string => model(`<startEvent id="S"/>${activity}<endEvent id="E"/>${flows("S>A", "A>E")}`);

describe("a process", () => {
	it("ends when its last token is consumed", async ({ expect }) => {
		const trial = (await Trial.of(line('<task id="A"/>'))).start();
		expect(trial.path).toEqual(["S", "A", "E"]);
		expect(trial.status).toBe("completed");
		expect(trial.effect("end-case")).toEqual([{ type: "end-case", outcome: "completed" }]);
	});

	it("begins at every element without incoming flows when it has no start event", async ({ expect }) => {
		const trial = (await Trial.of(model(`<userTask id="A"/><userTask id="B"/>`))).start();
		expect(trial.open).toEqual(["A", "B"]);
	});

	it("goes on by every outgoing flow of an activity, and by every token that comes to one", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<startEvent id="S"/><task id="A"/><userTask id="B"/>${flows("S>A", "A>B")}<sequenceFlow id="again" sourceRef="A" targetRef="B"/>`,
				),
			)
		).start();
		expect(trial.open).toEqual(["B", "B"]);
	});

	it("has the title that its expression gives, which follows the data", async ({ expect }) => {
		const trial = (await Trial.of(line('<userTask id="A"/>'), automation({}, { caseTitle: '"Order of " + who' }))).start({ who: "Ana" });
		expect(trial.state?.title).toBe("Order of Ana");
		expect(trial.set({ who: "Bo" }).state?.title).toBe("Order of Bo");
		expect(trial.set({ who: null }).state?.title).toBe("Order of Bo");
	});

	it("ends at once when it is cancelled, and says so to everything that waits", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(
					`<userTask id="A"/><subProcess id="Sub"><serviceTask id="J"/></subProcess><boundaryEvent id="T" attachedToRef="Sub"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>`,
				),
				automation({ J: CALL }),
			)
		).start();
		trial.cancel();
		expect(trial.status).toBe("cancelled");
		expect(trial.effects.map((each) => each.type).slice(-4)).toEqual(["cancel-task", "cancel-job", "cancel-timer", "end-case"]);
		expect(trial.state).toMatchObject({ tokens: [], waits: [], scopes: [] });
		expect(trial.step({ type: "set-variables", variables: {} })?.code).toBe("engine.case_ended");
	});
});

describe("a task without a type", () => {
	it("is work of a person when it shows a form, and passes when it does not", async ({ expect }) => {
		const own = automation({ A: { form: "f" } }, { forms: [{ id: "f", title: "F", items: [] }] });
		const trial = (await Trial.of(line('<task id="A" name="Look"/>'), own)).start();
		expect(trial.open).toEqual(["A"]);
		expect(trial.effect("create-task")).toMatchObject([{ name: "Look", formId: "f" }]);
		trial.step({ type: "complete-task", task: trial.wait("A", "task").id, variables: {} });
		expect(trial.status).toBe("completed");
	});
});

describe("a user task", () => {
	it("waits for a person, with performers, title, due date and form decided as it begins", async ({ expect }) => {
		const trial = (
			await Trial.of(
				line('<userTask id="A" name="Approve"/>'),
				automation(
					{
						A: {
							form: "approve",
							title: '"Approve " + string(amount)',
							dueIn: "P2D",
							notify: true,
							performer: {
								assign: "one",
								from: [{ kind: "role", role: "officer" }, { kind: "expression", expression: "manager" }, { kind: "starter" }],
							},
						},
					},
					{ forms: [{ id: "approve", title: "Approve", items: [] }] },
				),
			)
		).start({ amount: 7, manager: "max@example.test" });
		expect(trial.effect("create-task")).toEqual([
			{
				type: "create-task",
				task: 3,
				elementId: "A",
				name: "Approve",
				title: "Approve 7",
				dueAt: NOW + 2 * 86_400_000,
				performers: { assign: "one", people: ["max@example.test"], groups: [], roles: ["officer"], starter: true },
				formId: "approve",
				notify: true,
			},
		]);
		trial.complete("A", { approved: true });
		expect(trial.variables).toMatchObject({ approved: true });
		expect(trial.status).toBe("completed");
	});

	it("is completed once", async ({ expect }) => {
		const trial = (await Trial.of(model('<userTask id="A"/><userTask id="B"/>'))).start();
		const { id } = trial.wait("A", "task");
		trial.complete("A");
		expect(trial.step({ type: "complete-task", task: id, variables: {} })?.code).toBe("engine.unknown_task");
	});

	it("stops with an incident when its performer's expression gives nobody, and begins when that is mended and retried", async ({
		expect,
	}) => {
		const trial = (
			await Trial.of(
				line('<userTask id="A"/>'),
				automation({ A: { performer: { assign: "pool", from: [{ kind: "expression", expression: "manager" }] } } }),
			)
		).start();
		expect(trial.incidents).toEqual(["engine.no_performer@A"]);
		trial.set({ manager: "max@example.test" }).retry();
		expect(trial.incidents).toEqual([]);
		expect(trial.open).toEqual(["A"]);
	});

	it("maps its outputs after the form's values are in", async ({ expect }) => {
		const trial = (
			await Trial.of(line('<userTask id="A"/>'), automation({ A: { outputs: [{ from: "amount * 2", to: "order.total" }] } }))
		).start();
		trial.complete("A", { amount: 4 });
		expect(trial.variables).toEqual({ amount: 4, order: { total: 8 } });
	});
});

describe("a service task", () => {
	it("gives its job an input in which only secrets are still names, and data cannot change the address", async ({ expect }) => {
		const trial = (
			await Trial.of(
				line('<serviceTask id="A"/>'),
				automation(
					{
						A: {
							connector: {
								kind: "http",
								method: "POST",
								url: "{{ parameters.base }}/orders/{{ order.id }}?x={{ n }}",
								headers: [{ name: "Authorization", value: "Bearer {{ parameters.token }}" }],
								body: "{ total: order.total, n: n }",
							},
							inputs: [{ from: "1 + 1", to: "n" }],
						},
					},
					{ parameters: [{ name: "token", label: "Token", type: "secret" }] },
				),
			)
		).start({ order: { id: "../{{ parameters.token }}", total: 9 } });
		expect(trial.effect("create-job")[0]?.input).toEqual({
			kind: "http",
			method: "POST",
			url: ["https://api.test", "/orders/", "..%2F%7B%7B%20parameters.token%20%7D%7D", "?x=", "2"],
			headers: [{ name: "Authorization", value: ["Bearer ", { secret: "token" }] }],
			body: { total: 9, n: 2 },
			timeout: 10_000,
		});
	});

	it("maps what the job answers", async ({ expect }) => {
		const trial = (
			await Trial.of(
				line('<serviceTask id="A"/>'),
				automation({
					A: {
						...CALL,
						outputs: [
							{ from: "body.score", to: "score" },
							{ from: "status", to: "code" },
						],
					},
				}),
			)
		).start();
		trial.job("A", { status: 200, headers: {}, body: { score: 7 } });
		expect(trial.variables).toEqual({ score: 7, code: 200 });
		expect(trial.status).toBe("completed");
	});

	it("stops with an incident when its job fails, and a retry makes a new job", async ({ expect }) => {
		const trial = (await Trial.of(line('<serviceTask id="A"/>'), automation({ A: CALL }))).start();
		const first = trial.wait("A", "job").id;
		trial.failJob("A");
		expect(trial.incidents).toEqual(["engine.job_failed@A"]);
		expect(trial.open).toEqual([]);
		trial.retry();
		expect(trial.wait("A", "job").id).toBeGreaterThan(first);
		expect(trial.effect("resolve-incident")).toHaveLength(1);
		trial.job("A");
		expect(trial.status).toBe("completed");
	});

	it("keeps a result whose mapping fails, and maps it again on retry, without another job", async ({ expect }) => {
		const trial = (
			await Trial.of(
				line('<serviceTask id="A"/>'),
				automation({ A: { ...CALL, outputs: [{ from: "for i in 1..count(items), j in items, k in [1] return body", to: "all" }] } }),
			)
		).start({ items: Array.from({ length: 400 }, () => 1) });
		trial.job("A", { status: 200, headers: {}, body: "b" });
		expect(trial.incidents).toEqual(["feel.too_large@A"]);
		trial.set({ items: [1] }).retry();
		expect(trial.variables.all).toEqual(["b"]);
		expect(trial.effect("create-job")).toHaveLength(1);
		expect(trial.status).toBe("completed");
	});

	it("passes when it has no connector", async ({ expect }) => {
		expect((await Trial.of(line('<serviceTask id="A"/>'))).start().status).toBe("completed");
	});
});

describe("script and business-rule tasks", () => {
	it("write their value to a path", async ({ expect }) => {
		const trial = (
			await Trial.of(line('<scriptTask id="A"/>'), automation({ A: { script: { expression: "n + 1", result: "deep.n" } } }))
		).start({ n: 1, deep: { kept: true } });
		expect(trial.variables).toEqual({ n: 1, deep: { kept: true, n: 2 } });
	});

	it("decide by a table, whose broken hit policy is an incident", async ({ expect }) => {
		const table = {
			hitPolicy: "unique" as const,
			inputs: [{ label: "Amount", expression: "amount" }],
			outputs: [{ label: "Level", name: "level" }],
			rules: [
				{ inputs: ["< 10"], outputs: ['"low"'] },
				{ inputs: [">= 5"], outputs: ['"high"'] },
			],
		};
		const trial = (await Trial.of(line('<businessRuleTask id="A"/>'), automation({ A: { decision: { table, result: "risk" } } }))).start({
			amount: 7,
		});
		expect(trial.incidents).toEqual(["decision.not_unique@A"]);
		trial.set({ amount: 3 }).retry();
		expect(trial.variables.risk).toEqual({ level: "low" });
		expect(trial.journal.filter(({ kind }) => kind === "rules-hit")).toMatchObject([
			{ elementId: "A", decision: "A", inputs: ["amount = 3"], rules: [1] },
		]);
		expect(trial.status).toBe("completed");
	});
});

describe("a business-rule task with a DMN file", () => {
	const file = (namespace: string, inner: string): string =>
		`<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="${namespace}" name="${namespace}">${inner}</definitions>`;
	const discount = {
		name: "Discount",
		dmn: file(
			"urn:discount",
			`<inputData id="since" name="since"><variable name="since" typeRef="date"/></inputData><inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>
			<decision id="d" name="Discount"><variable name="Discount"/><informationRequirement><requiredInput href="#since"/></informationRequirement><informationRequirement><requiredInput href="#amount"/></informationRequirement>
			<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>since</text></inputExpression></input><input><inputExpression><text>amount</text></inputExpression></input><output/>
			<rule><inputEntry><text>&lt; date("2020-01-01")</text></inputEntry><inputEntry><text>-</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>
			<rule><inputEntry><text>-</text></inputEntry><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>
			<decision id="e" name="Endless"><variable name="Endless"/><literalExpression><text>count(for i in 1..90000000 return i)</text></literalExpression></decision>`,
		),
	};
	const deciding = (decision: string, more: object = {}): Parameters<typeof automation>[0] => ({
		A: { decisionRef: { file: "Discount", decision, result: "order.discount" }, ...more },
	});

	it("asks the decision over the data of the case, whose dates are text", async ({ expect }) => {
		const trial = (await Trial.of(line('<businessRuleTask id="A"/>'), automation(deciding("Discount"), { decisions: [discount] }))).start({
			since: "2019-05-01",
			amount: 120,
		});
		expect(trial.variables["order"]).toEqual({ discount: 5 });
		expect(trial.journal.filter(({ kind }) => kind === "rules-hit")).toMatchObject([
			{ elementId: "A", decision: "Discount", inputs: ['since = "2019-05-01"', "amount = 120"], rules: [1, 2] },
		]);
		expect(trial.status).toBe("completed");
	});

	it("asks it over what is mapped to it alone, and maps what it gives", async ({ expect }) => {
		const mapped = {
			inputs: [{ from: "total * 2", to: "amount" }],
			outputs: [{ from: "order.discount + 1", to: "more" }],
		};
		const trial = (
			await Trial.of(line('<businessRuleTask id="A"/>'), automation(deciding("Discount", mapped), { decisions: [discount] }))
		).start({ since: "2019-05-01", total: 60 });
		expect(trial.variables["order"]).toEqual({ discount: 2 });
		expect(trial.variables["more"]).toBe(3);
	});

	it("is an incident when the decision takes too much work", async ({ expect }) => {
		const trial = (await Trial.of(line('<businessRuleTask id="A"/>'), automation(deciding("Endless"), { decisions: [discount] }))).start();
		expect(trial.incidents.join()).toMatch(/too_(much_work|large)@A/);
	});

	it("is refused when the project has no such file, the file no such decision, or the file is no DMN", async ({ expect }) => {
		const codes = async (decisions: readonly { name: string; dmn: string }[], decision: string): Promise<readonly string[]> => {
			const compiled = await compile({
				bpmn: line('<businessRuleTask id="A"/>'),
				automation: automation(deciding(decision), { decisions: [...decisions] }),
			});
			return compiled.ok ? [] : compiled.error.map((problem) => `${problem.code}@${problem.at}`);
		};
		expect(await codes([], "Discount")).toEqual(["decision.no_file@A"]);
		expect(await codes([discount], "Other")).toEqual(["decision.not_in_file@A"]);
		expect(await codes([{ name: "Discount", dmn: "<html/>" }], "Discount")).toEqual(["dmn.xml@A"]);
		expect(await codes([discount], "Discount")).toEqual([]);
	});
});

describe("send and receive tasks", () => {
	const roots = '<message id="M" name="order paid"/>';

	it("throw a message with key and payload, and wait for one", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model(`<startEvent id="S"/><sendTask id="A" messageRef="M"/><receiveTask id="B" messageRef="M"/>${flows("S>A", "A>B")}`, roots),
				automation({
					A: { message: { key: "id", payload: "{ total: 3 }" } },
					B: { message: { key: "id" }, outputs: [{ from: "message.total", to: "total" }] },
				}),
			)
		).start({ id: 12 });
		expect(trial.effect("throw-message")).toEqual([
			{ type: "throw-message", elementId: "A", message: "order paid", key: "12", payload: { total: 3 } },
		]);
		expect(trial.effect("open-subscription")).toMatchObject([{ elementId: "B", message: "order paid", key: "12" }]);
		trial.deliver("B", { total: 3 });
		expect(trial.variables.total).toBe(3);
		expect(trial.status).toBe("completed");
	});

	it("stop with an incident when the key is empty", async ({ expect }) => {
		const trial = (
			await Trial.of(model('<receiveTask id="B" messageRef="M"/>', roots), automation({ B: { message: { key: "id" } } }))
		).start();
		expect(trial.incidents).toEqual(["engine.no_correlation_key@B"]);
		expect(trial.set({ id: "a" }).retry().open).toEqual(["B"]);
	});

	it("take the payload's fields that the process data has, when nothing is mapped", async ({ expect }) => {
		const trial = (
			await Trial.of(
				model('<receiveTask id="B" messageRef="M"/>', roots),
				automation({}, { data: { attributes: [{ name: "total", label: "Total", type: "number" }] } }),
			)
		).start();
		trial.deliver("B", { total: 3, other: 4 });
		expect(trial.variables).toEqual({ total: 3 });
	});
});

describe("a sub-process", () => {
	const inside = `<startEvent id="S"/><subProcess id="Sub"><startEvent id="S2"/><parallelGateway id="Fork"/><userTask id="A"/><userTask id="B"/>${flows("S2>Fork", "Fork>A", "Fork>B")}</subProcess><userTask id="C"/>${flows("S>Sub", "Sub>C")}`;

	it("goes on when the last token in it is consumed", async ({ expect }) => {
		const trial = (await Trial.of(model(inside))).start();
		expect(trial.open).toEqual(["A", "B"]);
		trial.complete("A");
		expect(trial.open).toEqual(["B"]);
		trial.complete("B");
		expect(trial.open).toEqual(["C"]);
		expect(trial.state?.scopes).toHaveLength(1);
	});

	it("that is empty goes on at once", async ({ expect }) => {
		expect((await Trial.of(model(`<startEvent id="S"/><subProcess id="Sub"/>${flows("S>Sub")}`))).start().status).toBe("completed");
	});
});
