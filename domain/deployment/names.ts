/** Words that FEEL or a case's context gives a meaning of their own. */
const TAKEN = new Set(
	"for in return if then else some every satisfies between and or not true false null instance of function external date time duration case parameters mail item partial constructor prototype to".split(
		" ",
	),
);

/** Letters without their accents, the rest as spaces. A name in another script leaves nothing. */
function words(text: string): readonly string[] {
	return text
		.normalize("NFKD")
		.replaceAll(/\p{M}/gu, "")
		.replaceAll(/['’]/g, "")
		.split(/[^A-Za-z0-9]+/)
		.filter((word) => word !== "");
}

/** A name for FEEL made of a label: `Amount (EUR)` as `amountEur`. `otherwise` where the label leaves no letter. */
export function attributeNameOf(label: string, otherwise: string): string {
	const name = words(label)
		.map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
		.join("")
		.replace(/^[0-9]+/, "")
		.slice(0, 48);
	const lower = name.charAt(0).toLowerCase() + name.slice(1);
	if (lower === "") return otherwise;
	return TAKEN.has(lower) || lower === "toString" || lower === "valueOf" || lower === "hasOwnProperty" ? `${lower}Value` : lower;
}

/** A name for a form, a role or an option made of a label: `Credit officer` as `credit-officer`. */
export function slugOf(label: string, otherwise: string): string {
	const slug = words(label)
		.join("-")
		.toLowerCase()
		.replace(/^[0-9-]+/, "")
		.slice(0, 48)
		.replace(/-+$/, "");
	return slug === "" ? otherwise : slug;
}

/** `name`, or with the first number that nobody has. Remembers what it gave. */
export function uniqueIn(taken: Set<string>, name: string, join = ""): string {
	let unique = name;
	for (let count = 2; taken.has(unique); count++) unique = `${name}${join}${count}`;
	taken.add(unique);
	return unique;
}

/** A name as one line: models break names over lines and hyphenate them softly. */
export function plainName(text: string): string {
	return text.replaceAll("\u00AD", "").replaceAll(/\s+/g, " ").trim();
}

/** The beginning of a name, 40 characters at most, where a word ends. A longer word than that is cut. */
export function shortName(name: string): string {
	if (name.length <= 40) return name;
	const whole = name.slice(0, 41).replace(/\s+\S*$/, "");
	return whole.slice(0, 40);
}
