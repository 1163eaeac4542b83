/** Hues that stay apart from the status colours and keep 4.5:1 for white text at this lightness. */
const HUES = [262, 300, 330, 200, 230, 285, 350, 180] as const;

function hueOf(name: string): number {
	let sum = 0;
	for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
	return HUES[sum % HUES.length] ?? 262;
}

/** Two letters of a name: first and last word. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/);
	const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? "")[0] ?? "");
	return letters.join("").toUpperCase() || "?";
}

/** A person's coloured mark. Its letters are drawn, not text, so that a button around it is called by its own label alone. Decorative beside the name; alone it needs `label`. */
export function Monogram({
	name,
	size = 24,
	label,
}: {
	readonly name: string;
	readonly size?: 20 | 24 | 28 | 40;
	readonly label?: boolean;
}) {
	return (
		<span
			role={label === true ? "img" : undefined}
			aria-label={label === true ? name : undefined}
			aria-hidden={label === true ? undefined : true}
			title={name}
			class="inline-grid shrink-0 place-items-center rounded-full font-semibold text-white select-none before:content-[attr(data-letters)]"
			data-letters={initials(name)}
			style={{ width: size, height: size, fontSize: Math.round(size * 0.42), background: `oklch(45% 0.1 ${hueOf(name)})` }}
		/>
	);
}

/** A person: mark and name; `you` where it is the one who looks. */
export function Person({ name, you }: { readonly name: string; readonly you?: boolean }) {
	return (
		<span class="inline-flex min-w-0 items-center gap-1.5">
			<Monogram name={name} size={20} />
			<span class="truncate">{you === true ? "You" : name}</span>
		</span>
	);
}
