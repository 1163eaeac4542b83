import { describe, it } from "vitest";
import type { DataModel } from "../data/model.ts";
import { changedVariables, type Values } from "../data/paths.ts";
import { acceptSubmission, type SubmissionFacts } from "./accept-submission.ts";
import type { Form } from "./form.ts";
import { holds } from "./holds.ts";

const accept = (
	form: Form,
	asked: DataModel,
	data: Values,
	submitted: unknown,
	facts?: SubmissionFacts,
): ReturnType<typeof acceptSubmission> => acceptSubmission(form, asked, data, submitted, holds, facts);

const model: DataModel = {
	attributes: [
		{ name: "amount", label: "Amount", type: "money" },
		{ name: "months", label: "Months", type: "integer" },
		{ name: "reason", label: "Reason", type: "longText" },
		{ name: "agreed", label: "Agreed", type: "boolean" },
		{ name: "from", label: "From", type: "date" },
		{ name: "at", label: "At", type: "dateTime" },
		{
			name: "decision",
			label: "Decision",
			type: "choice",
			options: [
				{ value: "yes", label: "Yes" },
				{ value: "no", label: "No" },
			],
		},
		{ name: "officer", label: "Officer", type: "person" },
		{ name: "proof", label: "Proof", type: "file" },
		{
			name: "applicant",
			label: "Applicant",
			type: "object",
			attributes: [
				{ name: "name", label: "Name", type: "text" },
				{ name: "score", label: "Score", type: "number" },
			],
		},
		{ name: "tags", label: "Tags", type: "list", of: "text" },
		{
			name: "items",
			label: "Items",
			type: "list",
			attributes: [
				{ name: "what", label: "What", type: "text" },
				{ name: "price", label: "Price", type: "money" },
			],
		},
	],
};

function formOf(...fields: readonly (string | Partial<Extract<Form["items"][number], { kind: "field" }>>)[]): Form {
	return {
		id: "f",
		title: "F",
		items: fields.map((each, index) => ({
			kind: "field",
			id: `i${index}`,
			path: "amount",
			...(typeof each === "string" ? { path: each } : each),
		})),
	};
}

function codes(result: ReturnType<typeof acceptSubmission>): readonly string[] {
	return result.ok ? [] : result.error.map((problem) => `${problem.code}@${problem.at ?? ""}`);
}

describe("acceptSubmission", () => {
	it("brings every type to the one form in which it is kept", ({ expect }) => {
		const form = formOf("amount", "months", "reason", "agreed", "from", "at", "decision", "officer", "applicant.name", "tags", "items");
		const result = accept(
			form,
			model,
			{},
			{
				amount: "1200.50",
				months: 12,
				reason: "a\r\nb",
				agreed: false,
				from: "2028-02-29",
				at: "2026-11-24T09:30:00+01:00",
				decision: "yes",
				officer: "Ann@Example.com",
				"applicant.name": "Ann",
				tags: ["a", "b"],
				items: [{ what: "Desk", price: 10 }, { what: "Lamp" }],
			},
		);
		expect(result).toEqual({
			ok: true,
			value: {
				amount: 1200.5,
				months: 12,
				reason: "a\nb",
				agreed: false,
				from: "2028-02-29",
				at: "2026-11-24T08:30:00.000Z",
				decision: "yes",
				officer: "ann@example.com",
				"applicant.name": "Ann",
				tags: ["a", "b"],
				items: [
					{ what: "Desk", price: 10 },
					{ what: "Lamp", price: null },
				],
			},
		});
	});

	it("names every value that is not of its type, all at once", ({ expect }) => {
		const form = formOf("amount", "months", "agreed", "from", "at", "decision", "officer", "tags", "items", "proof");
		const result = accept(
			form,
			model,
			{},
			{
				amount: 0.12345,
				months: 1.5,
				agreed: "true",
				from: "2027-02-29",
				at: "2026-11-24T09:30",
				decision: "maybe",
				officer: "nobody",
				tags: "a",
				items: [{ what: 1 }, { what: "x", more: 1 }],
				proof: { fileId: "../etc/passwd", name: "x", type: "", size: 1 },
			},
		);
		expect(codes(result)).toEqual([
			"form.value_invalid@amount",
			"form.value_invalid@months",
			"form.value_invalid@agreed",
			"form.value_invalid@from",
			"form.value_invalid@at",
			"form.value_invalid@decision",
			"form.value_invalid@officer",
			"form.value_invalid@tags",
			"form.value_invalid@items[0].what",
			"form.field_unknown@items[1].more",
			"form.value_invalid@proof",
		]);
	});

	it("refuses a read-only field, even with the value that it has", ({ expect }) => {
		const form = formOf({ path: "amount", readOnly: true });
		expect(codes(accept(form, model, { amount: 5 }, { amount: 5 }))).toEqual(["form.field_read_only@amount"]);
	});

	it("refuses a field that what is submitted hides, and asks for it when it is shown", ({ expect }) => {
		const form = formOf("decision", { path: "reason", required: true, visibleWhen: 'decision = "no"' });
		expect(codes(accept(form, model, {}, { decision: "yes", reason: "because" }))).toEqual(["form.field_hidden@reason"]);
		expect(codes(accept(form, model, {}, { decision: "no" }))).toEqual(["form.field_required@reason"]);
		expect(accept(form, model, {}, { decision: "yes" }).ok).toBe(true);
		expect(accept(form, model, {}, { decision: "no", reason: "too much" }).ok).toBe(true);
	});

	it("lets no hidden field show itself, or another", ({ expect }) => {
		const self = formOf({ path: "reason", visibleWhen: 'reason = "open"' });
		expect(codes(accept(self, model, {}, { reason: "open" }))).toEqual(["form.field_hidden@reason"]);
		const each = formOf({ path: "amount", visibleWhen: "months = 1" }, { path: "months", visibleWhen: "amount = 1" });
		expect(codes(accept(each, model, {}, { amount: 1, months: 1 }))).toEqual(["form.field_hidden@amount", "form.field_hidden@months"]);
	});

	it("refuses what the form does not have, and names that only a prototype knows", ({ expect }) => {
		const form = formOf("amount");
		const hostile: unknown = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1, "months": 3, "amount.x": 1}');
		expect(codes(accept(form, model, {}, hostile))).toEqual([
			"form.field_unknown@__proto__",
			"form.field_unknown@constructor",
			"form.field_unknown@months",
			"form.field_unknown@amount.x",
		]);
		const inner: unknown = JSON.parse('{"applicant": {"__proto__": {"score": 9}, "name": "Ann"}}');
		expect(codes(accept(formOf("applicant"), model, {}, inner))).toEqual(["form.field_unknown@applicant.__proto__"]);
	});

	it("asks for required fields that neither the submission nor the data fills, and takes false and zero as answers", ({ expect }) => {
		const form = formOf({ path: "amount", required: true }, { path: "agreed", required: true }, { path: "items", required: true });
		expect(codes(accept(form, model, {}, {}))).toEqual([
			"form.field_required@amount",
			"form.field_required@agreed",
			"form.field_required@items",
		]);
		expect(accept(form, model, { items: [{ what: "x" }] }, { amount: 0, agreed: false }).ok).toBe(true);
		expect(codes(accept(form, model, { amount: 5, agreed: true }, { items: [] }))).toEqual(["form.field_required@items"]);
	});

	it("lets a group carry no change to a field of it that is read-only", ({ expect }) => {
		const form = formOf("applicant", { path: "applicant.score", readOnly: true });
		expect(codes(accept(form, model, {}, { applicant: { name: "Ann", score: 9 } }))).toEqual(["form.field_read_only@applicant.score"]);
	});

	it("keeps columns that a table does not show", ({ expect }) => {
		const form = formOf({ path: "items", columns: ["what"] });
		const data = { items: [{ what: "Desk", price: 10 }] };
		expect(accept(form, model, data, { items: [{ what: "Table", price: 10 }, { what: "New" }] }).ok).toBe(true);
		expect(codes(accept(form, model, data, { items: [{ what: "Desk", price: 1 }] }))).toEqual(["form.field_hidden@items[0]"]);
	});

	it("refuses a file that was not sent to this case", ({ expect }) => {
		const file = { fileId: `fil_${"0".repeat(26)}`, name: "a.pdf", type: "application/pdf", size: 3 };
		const form = formOf("proof");
		expect(accept(form, model, {}, { proof: file }, { hasFile: () => true }).ok).toBe(true);
		expect(codes(accept(form, model, {}, { proof: file }, { hasFile: () => false }))).toEqual(["form.file_unknown@proof"]);
	});

	it("bounds texts, rows and the whole", ({ expect }) => {
		expect(codes(accept(formOf("applicant.name"), model, {}, { "applicant.name": "x".repeat(4001) }))).toEqual([
			"form.value_invalid@applicant.name",
		]);
		expect(codes(accept(formOf("tags"), model, {}, { tags: Array.from({ length: 501 }, () => "x") }))).toEqual([
			"form.value_too_large@tags",
		]);
		expect(codes(accept(formOf("reason"), model, {}, { reason: "x".repeat(300_000) }))).toEqual(["form.too_large@"]);
		expect(codes(accept(formOf("reason"), model, {}, []))).toEqual(["form.malformed@"]);
	});
});

describe("changedVariables", () => {
	it("gives each touched variable whole, with what was in it", ({ expect }) => {
		const data = { applicant: { name: "Ann", score: 3 }, amount: 1 };
		expect(changedVariables(data, { "applicant.name": "Bo", months: 2 })).toEqual({ applicant: { name: "Bo", score: 3 }, months: 2 });
	});
});
