import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { describe, it } from "vitest";
import { findAttribute } from "../../domain/data/find-attribute.ts";
import { automation } from "../../domain/deployment/automation.ts";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { mapFields } from "../../domain/mail/map-fields.ts";
import { mailTrigger } from "../../domain/mail/trigger.ts";
import { compileFeel, evaluateFeel } from "../../domain/rules/feel.ts";
import { Trial } from "../../test/engine/trial.ts";
import { readDemoCompany } from "../seed.ts";

function read(name: string): string {
	return readFileSync(path.join(import.meta.dirname, name), "utf8");
}

for (const name of ["loan-request", "purchase-order"]) {
	describe(`the demo company's ${name}`, () => {
		const bpmn = read(`${name}.bpmn`);
		const made = v.parse(automation, JSON.parse(read(`${name}.automation.json`)));

		it("is a BPMN file without findings", async ({ expect }) => {
			const parsed = await parseBpmn(bpmn);
			expect(parsed.ok ? parsed.value.warnings : parsed.error).toEqual([]);
		});

		it("automates only elements that the diagram has, with forms that exist", ({ expect }) => {
			for (const id of Object.keys(made.elements)) expect(bpmn).toContain(`id="${id}"`);
			const forms = made.forms.map((form) => form.id);
			for (const element of Object.values(made.elements)) if (element.form !== undefined) expect(forms).toContain(element.form);
			expect(forms).toContain(made.startForm);
		});

		it("asks in its forms only for data that its model has", ({ expect }) => {
			const unknown = made.forms.flatMap((form) =>
				form.items.flatMap((item) => (item.kind === "field" && findAttribute(made.data, item.path) === undefined ? [item.path] : [])),
			);
			expect(unknown).toEqual([]);
		});
	});
}

function trial(name: string): Promise<Trial> {
	return Trial.of(read(`${name}.bpmn`), v.parse(automation, JSON.parse(read(`${name}.automation.json`))));
}

const REQUEST = { applicant: { name: "Ann", email: "ann@example.test" }, amount: 4000, months: 24, income: 48_000, purpose: "car" };

describe("the loan request on the engine", () => {
	it("of low risk goes from the check straight to the offer, with its instalment", async ({ expect }) => {
		const loan = (await trial("loan-request")).start(REQUEST).complete("CheckRequest", { check: { complete: true, note: "Fine" } });
		expect(loan.variables["risk"]).toMatchObject({ band: "low" });
		expect(loan.open).toEqual(["PrepareOffer"]);
		expect(loan.variables["instalment"]).toBe(182.67);
		loan.complete("PrepareOffer");
		expect([loan.status, loan.incidents]).toEqual(["completed", []]);
	});

	it("over 50,000 is assessed and approved, is looked at again when the manager says no, and the late one is looked into beside", async ({
		expect,
	}) => {
		const loan = (await trial("loan-request")).start({ ...REQUEST, amount: 60_000 }).complete("CheckRequest");
		expect(loan.variables["risk"]).toMatchObject({ band: "high" });
		loan.fire("AssessmentLate");
		expect([...loan.open].sort()).toEqual(["AssessCredit", "LookIntoDelay"]);
		loan.complete("LookIntoDelay").complete("AssessCredit", { assessment: { decision: "approve", reason: "Good" } });
		expect(loan.open).toEqual(["ApproveLoan"]);
		loan.complete("ApproveLoan", { approval: { decision: "decline" } });
		expect(loan.open).toContain("AssessCredit");
		loan.complete("AssessCredit", { assessment: { decision: "decline", reason: "No" } }).complete("TellApplicant");
		expect([loan.status, loan.incidents]).toEqual(["completed", []]);
		expect(loan.path).not.toContain("WorkOutInstalment");
	});

	it("that comes by mail begins with what the mail says, and customer service adds the rest", async ({ expect }) => {
		const demo = await readDemoCompany();
		const [given] = demo.processes[0]?.triggers ?? [];
		const trigger = v.parse(mailTrigger, given);
		const mail = {
			from: { name: "", address: "ann@example.test" },
			replyTo: [],
			to: [],
			cc: [],
			subject: "Loan",
			text: "A boat",
			html: null,
			date: null,
			messageId: "",
			inReplyTo: "",
			headers: [],
			attachments: [],
		};
		const mapped = mapFields(trigger, mail, "", 0, (expression, context) => {
			const compiled = compileFeel(expression);
			return compiled.ok ? evaluateFeel(compiled.value, context, 0) : compiled;
		});
		expect(mapped).toEqual({ ok: true, value: { applicant: { name: "ann@example.test", email: "ann@example.test" }, request: "A boat" } });
		const loan = (await trial("loan-request")).start(mapped.ok ? mapped.value : {});
		expect([loan.open, loan.incidents]).toEqual([["CheckRequest"], []]);
		loan.complete("CheckRequest", { amount: 20_000, months: 60, income: 40_000 });
		expect([loan.open.includes("AssessCredit"), loan.incidents]).toEqual([true, []]);
	});
});

describe("the purchase order on the engine", () => {
	const lines = [
		{ article: "Desk", quantity: 2, price: 400 },
		{ article: "Lamp", quantity: 4, price: 60 },
	];

	it("of more than 1,000 needs the manager, who may refuse", async ({ expect }) => {
		const order = (await trial("purchase-order")).start({ supplier: "Oak", lines });
		expect(order.variables["total"]).toBe(1040);
		expect(order.open).toEqual(["ApprovePurchase"]);
		order.complete("ApprovePurchase", { approval: { decision: "decline" } });
		expect([order.status, order.incidents]).toEqual(["completed", []]);
		expect(order.path).not.toContain("OrderGoods");
	});

	it("of less is ordered while the budget is reserved, and received when both are done", async ({ expect }) => {
		const order = (await trial("purchase-order")).start({ supplier: "Oak", lines: lines.slice(1) });
		expect([...order.open].sort()).toEqual(["OrderGoods", "ReserveBudget"]);
		order.complete("ReserveBudget");
		expect(order.open).toEqual(["OrderGoods"]);
		order.complete("OrderGoods");
		expect(order.open).toContain("ReceiveGoods");
		order.complete("ReceiveGoods");
		expect([order.status, order.incidents]).toEqual(["completed", []]);
	});

	it("that is two weeks late goes to finance instead", async ({ expect }) => {
		const order = (await trial("purchase-order")).start({ supplier: "Oak", lines: lines.slice(1) });
		order.complete("ReserveBudget").complete("OrderGoods").fire("GoodsLate");
		expect(order.open).toEqual(["ClearDelay"]);
		order.complete("ClearDelay");
		expect([order.status, order.incidents]).toEqual(["completed", []]);
	});
});
