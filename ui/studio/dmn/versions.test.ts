import { describe, it } from "vitest";
import { fromEdited, toEdited } from "./versions.ts";

const MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/";
const file = (model: string, di = ""): string => `<dmn:definitions xmlns:dmn="${model}"${di === "" ? "" : ` xmlns:dmndi='${di}'`}/>`;

describe("the version of a DMN file", () => {
	it("is DMN 1.3 while it is edited, and its own again when it is written", ({ expect }) => {
		for (const [model, di] of [
			["http://www.omg.org/spec/DMN/20180521/MODEL/", "http://www.omg.org/spec/DMN/20180521/DMNDI/"],
			[MODEL, "https://www.omg.org/spec/DMN/20191111/DMNDI/"],
			["https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20211108/DMNDI/"],
			["https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20230324/DMNDI/"],
		] as const) {
			const { dmn, version } = toEdited(file(model, di));
			expect(dmn).toBe(file(MODEL, "https://www.omg.org/spec/DMN/20191111/DMNDI/"));
			expect(fromEdited(dmn, version)).toBe(file(model, di));
		}
	});

	it("gives a drawing that is new the version of the rest", ({ expect }) => {
		const { version } = toEdited(file("https://www.omg.org/spec/DMN/20230324/MODEL/"));
		expect(fromEdited(file(MODEL, "https://www.omg.org/spec/DMN/20191111/DMNDI/"), version)).toBe(
			file("https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20230324/DMNDI/"),
		);
	});

	it("is DMN 1.1's, too", ({ expect }) => {
		const { dmn, version } = toEdited(file("http://www.omg.org/spec/DMN/20151101/dmn.xsd"));
		expect(dmn).toBe(file(MODEL));
		expect(fromEdited(dmn, version)).toBe(file("http://www.omg.org/spec/DMN/20151101/dmn.xsd"));
	});

	it("is no matter of a text that names a namespace", ({ expect }) => {
		const text = `<a><text>"https://www.omg.org/spec/DMN/20230324/MODEL/"</text></a>`;
		expect(toEdited(text).dmn).toBe(text);
	});
});
