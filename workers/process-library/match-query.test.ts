import { describe, it } from "vitest";
import { matchQuery } from "./match-query.ts";

describe("a search of the Process Library", () => {
	it("is bound to the company and asks for every word by its beginning", ({ expect }) => {
		expect(matchQuery("cmp_1", "check cred")).toBe('company : "cmp_1" AND {name lane documentation} : ("check" * AND "cred" *)');
	});

	it("leaves no operator of the index to who types", ({ expect }) => {
		expect(matchQuery("cmp_1", 'a" OR company:b NEAR(c) -d *')).toBe(
			'company : "cmp_1" AND {name lane documentation} : ("a" * AND "OR" * AND "company" * AND "b" * AND "NEAR" * AND "c" * AND "d" *)',
		);
		expect(matchQuery("cmp_1", ' "*() ')).toBeUndefined();
	});
});
