import type { Attribute, DataModel } from "../data/model.ts";
import type { Compared } from "./read-condition.ts";
import { attributeNameOf, plainName, uniqueIn } from "./names.ts";

type Draft = { -readonly [Key in keyof Attribute]: Attribute[Key] };

/** A data model under construction: attributes are added by what a process turns out to need, each once. */
export class DraftData {
	readonly #attributes: Draft[] = [];
	readonly #names = new Set<string>();

	/** Adds a top-level attribute with a name made of its label; gives the name. */
	add(label: string, type: Attribute["type"], more: Pick<Attribute, "options" | "attributes"> = {}): string {
		const name = uniqueIn(this.#names, attributeNameOf(label, "field"));
		this.#attributes.push({ name, label: plainName(label).slice(0, 120) || "Field", type, ...more });
		return name;
	}

	/** Makes room for an attribute that a condition compares; a choice learns each value that is seen. Gives the path. */
	need(compared: Compared): string {
		let among = this.#attributes;
		const names = compared.path.split(".");
		for (const [index, name] of names.entries()) {
			const last = index === names.length - 1;
			let found = among.find((each) => each.name === name);
			if (found === undefined) {
				found = { name, label: labelOf(name), type: last ? compared.type : "object" };
				if (index === 0) this.#names.add(name);
				among.push(found);
			}
			if (last) {
				if (compared.value !== undefined && found.type === "choice") found.options = withOption(found.options ?? [], compared.value);
				break;
			}
			const inner: Draft[] = [...(found.attributes ?? [])];
			found.type = "object";
			found.attributes = inner;
			among = inner;
		}
		return compared.path;
	}

	model(): DataModel {
		return { attributes: structuredClone(this.#attributes) };
	}
}

function withOption(options: NonNullable<Attribute["options"]>, value: string): NonNullable<Attribute["options"]> {
	if (options.some((option) => option.value === value)) return options;
	return [...options, { value, label: labelOf(value) }];
}

/** A name as words: `serviceLevel` as `Service level`. */
export function labelOf(name: string): string {
	const spaced = name
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.replaceAll(/[-_]+/g, " ")
		.trim()
		.toLowerCase();
	return (spaced.charAt(0).toUpperCase() + spaced.slice(1)).slice(0, 120) || "Field";
}
