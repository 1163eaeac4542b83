import type { Attribute } from "../../domain/data/model.ts";

/** What each type is called on the screen. */
export const TYPE_NAMES: Readonly<Record<Attribute["type"], string>> = {
	text: "Text",
	longText: "Long text",
	number: "Number",
	integer: "Whole number",
	money: "Money",
	boolean: "Yes or no",
	date: "Date",
	dateTime: "Date and time",
	choice: "Choice",
	person: "Person",
	file: "File",
	object: "Group",
	list: "List",
};
