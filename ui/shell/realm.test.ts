import { describe, it } from "vitest";
import { realmOf, safeBack } from "./realm.ts";

describe("the realm of an address", () => {
	it("is the environment's in the Work Portal", ({ expect }) => {
		expect(realmOf("/work/env_1/cases")).toEqual({ kind: "environment", environmentId: "env_1" });
	});

	it("is the environment's also where a link names a task behind the question mark", ({ expect }) => {
		expect(realmOf("/work/env_1?task=cas_1.3")).toEqual({ kind: "environment", environmentId: "env_1" });
	});

	it("is the company's everywhere else, the bare Work Portal too", ({ expect }) => {
		expect(realmOf("/console/env_1")).toEqual({ kind: "company" });
		expect(realmOf("/work")).toEqual({ kind: "company" });
	});
});

describe("the way back after signing in", () => {
	it("is a path of this origin", ({ expect }) => {
		expect(safeBack("/studio/p1?step=2", "/")).toBe("/studio/p1?step=2");
	});

	it("never leads to another origin", ({ expect }) => {
		for (const back of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
			expect(safeBack(back, "/home")).toBe("/home");
	});

	it("never leads to a sign-in page again", ({ expect }) => {
		expect(safeBack("/sign-in/acme", "/home")).toBe("/home");
	});
});
