/** The editor reads DMN 1.3 alone (dmn-moddle); other versions differ from it by namespaces and by elements that `moddle.ts` adds. */
const EDITED = { MODEL: "https://www.omg.org/spec/DMN/20191111/MODEL/", DMNDI: "https://www.omg.org/spec/DMN/20191111/DMNDI/" } as const;
type Part = keyof typeof EDITED;

/** A declaration of one of OMG's namespaces for models or their drawings, of DMN 1.1 and later. */
const DECLARED = /(xmlns(?::[\w.-]+)?\s*=\s*["'])(https?:\/\/www\.omg\.org\/spec\/DMN\/(\d+)\/(?:(MODEL|DMNDI)\/|dmn\.xsd))(?=["'])/g;

/** The namespaces of a file as it was written, for the way back. */
export type Version = Readonly<Record<Part, string>>;

/** A file of any version of DMN as one that the editor reads, and which version it was. */
export function toEdited(dmn: string): { readonly dmn: string; readonly version: Version } {
	const found: Partial<Record<Part, string>> = {};
	let base: string | undefined;
	const text = dmn.replaceAll(DECLARED, (_, before: string, uri: string, date: string, kind: Part | undefined) => {
		const part = kind ?? "MODEL";
		found[part] ??= uri;
		// DMN 1.1 has no drawings: those that the editor adds are 1.3's.
		if (part === "MODEL") base ??= kind === undefined ? EDITED.DMNDI : uri.replace(`${date}/MODEL/`, `${date}/DMNDI/`);
		return before + EDITED[part];
	});
	return { dmn: text, version: { MODEL: found.MODEL ?? EDITED.MODEL, DMNDI: found.DMNDI ?? base ?? EDITED.DMNDI } };
}

/** What the editor wrote, in the version that the file has. */
export function fromEdited(dmn: string, version: Version): string {
	return dmn.replaceAll(DECLARED, (whole, before: string, _uri: string, _date: string, part: Part | undefined) =>
		part === undefined ? whole : before + version[part],
	);
}
