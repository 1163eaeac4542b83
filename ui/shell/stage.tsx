/** The stages of a project's environments. Colour and word always go together. */
export const STAGES = {
	development: { word: "Development", color: "var(--stage-development)" },
	test: { word: "Test", color: "var(--stage-test)" },
	staging: { word: "Staging", color: "var(--stage-staging)" },
	production: { word: "Production", color: "var(--stage-production)" },
} as const;

export type Stage = keyof typeof STAGES;

export function isStage(name: string): name is Stage {
	return Object.hasOwn(STAGES, name);
}

/** `Loans · Production`; the stage alone where the place has no other name. */
export function stageWords(stage: Stage, name?: string): string {
	const { word } = STAGES[stage];
	return name === undefined || name === word ? word : `${name} · ${word}`;
}

/** The colour and word of an environment's stage. In a narrow place the name is cut, never the word. */
export function StageChip({ stage, name }: { readonly stage: Stage; readonly name?: string }) {
	const { word, color } = STAGES[stage];
	return (
		<span
			class="inline-flex h-5 max-w-full min-w-0 items-center gap-1.5 rounded-full border px-2 text-xs font-medium whitespace-nowrap"
			style={{ color, borderColor: `color-mix(in oklab, ${color} 45%, transparent)` }}
		>
			<span class="size-1.5 shrink-0 rounded-full" style={{ background: color }} aria-hidden />
			<span class="inline-flex min-w-0">
				{name !== undefined && name !== word && <span class="truncate">{name}</span>}
				<span class="whitespace-pre">{name !== undefined && name !== word ? ` · ${word}` : word}</span>
			</span>
		</span>
	);
}
