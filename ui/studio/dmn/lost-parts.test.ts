import { describe, it } from "vitest";
import { lostParts } from "./lost-parts.ts";

const decision = (inner: string): string => `<definitions><decision id="d" name="Fee">${inner}</decision></definitions>`;

describe("what a copy of a DMN file lost", () => {
	it("is nothing when it says the same: other prefixes, other order of kinds, defaults left out, numbers written anew, more beside", ({
		expect,
	}) => {
		const before = `<d:definitions xmlns:d="a" xmlns:x="b"><d:decision name="Fee"><d:decisionTable hitPolicy="UNIQUE"/><d:variable name="f"/></d:decision><x:Bounds x="10.0"/></d:definitions>`;
		const after = `<definitions xmlns="a" xmlns:q="b"><q:Bounds x="10" y="1"/><decision name="Fee"><variable name="f" /><decisionTable id="new"/></decision></definitions>`;
		expect(lostParts(before, after)).toEqual([]);
	});

	it("is an element, told with what it is in", ({ expect }) => {
		expect(lostParts(decision(`<signal>a</signal>`), decision(""))).toEqual(["<signal> in “Fee”"]);
	});

	it("is an attribute, also one of an extension", ({ expect }) => {
		expect(lostParts(decision(`<list x:colour="red"/>`), decision(`<list/>`))).toEqual(["colour of <list> in “Fee”"]);
	});

	it("is a text that is another", ({ expect }) => {
		expect(lostParts(decision(`<text>a &lt; 1</text>`), decision(`<text>a</text>`))).toEqual(["the text of <text> in “Fee”"]);
		expect(lostParts(decision(`<text>a &lt; 1</text>`), decision(`<text><![CDATA[a < 1]]></text>`))).toEqual([]);
	});

	it("is the second of two that are alike", ({ expect }) => {
		expect(lostParts(decision(`<rule id="1"/><rule id="2"/>`), decision(`<rule id="1"/>`))).toEqual(["<rule> in “Fee”"]);
	});

	it("is the order of a list's items", ({ expect }) => {
		const [a, b] = [`<context id="1"/>`, `<literalExpression id="2"/>`];
		expect(lostParts(decision(`<list>${a}${b}</list>`), decision(`<list>${b}${a}</list>`)).length).toBe(2);
	});

	it("is all of a file that is none", ({ expect }) => {
		expect(lostParts("not XML", decision(""))).toEqual(["the file as a whole"]);
	});
});
