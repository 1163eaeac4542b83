import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { children, readXml, type Element } from "./xml.ts";

/** DMN files that may import each other: they go by their namespaces (DMN 1.5 §6.3.3). */
export class Library {
	/** The file that is asked. */
	readonly main: Element;
	readonly files: readonly Element[];

	private constructor(main: Element, others: readonly Element[]) {
		this.main = main;
		this.files = [main, ...others];
	}

	/** Others that are no DMN are not there to be imported. Problems: `dmn.xml`. */
	static read(text: string, others: readonly string[]): Result<Library, Problem> {
		const main = definitionsIn(text);
		if (main === null) return fail({ code: "dmn.xml", detail: "This is not a DMN file." });
		return ok(
			new Library(
				main,
				others.map(definitionsIn).filter((each) => each !== null),
			),
		);
	}

	/** What a file imports: each file with the name that it goes by there. */
	importsOf(file: Element): readonly { readonly name: string; readonly namespace: string; readonly file: Element }[] {
		return children(file, "import").flatMap((each) => {
			const namespace = each.attributes["namespace"] ?? "";
			return this.files
				.filter((other) => other !== file && namespaceOf(other) === namespace)
				.map((other) => ({ name: each.attributes["name"] ?? "", namespace, file: other }));
		});
	}
}

export function namespaceOf(file: Element): string {
	return file.attributes["namespace"] ?? "";
}

/** The top element of a DMN file; null for what is none. */
export function definitionsIn(text: string): Element | null {
	const top = readXml(text);
	return top?.name === "definitions" ? top : null;
}
