import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { describe, it } from "vitest";
import { findAttribute } from "../../domain/data/find-attribute.ts";
import { automation } from "../../domain/deployment/automation.ts";
import { parseBpmn } from "../../domain/bpmn/parse.ts";

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
