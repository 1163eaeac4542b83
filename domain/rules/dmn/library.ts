import type { Problem } from "../../problem.ts";
import { fail, ok, type Result } from "../../result.ts";
import { children, readXml, type Element } from "./xml.ts";

/** DMN files that may import each other: they go by their namespaces (DMN 1.5 §6.3.3). */
export class Library {
	readonly files: readonly Element[];

	private constructor(files: readonly Element[]) {
		this.files = files;
	}

	/** Problems: `dmn.xml`. */
	static read(texts: readonly string[]): Result<Library, Problem> {
		const files: Element[] = [];
		for (const text of texts) {
			const definitions = readXml(text);
			if (definitions?.name !== "definitions") return fail({ code: "dmn.xml", detail: "This is not a DMN file." });
			files.push(definitions);
		}
		return ok(new Library(files));
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
