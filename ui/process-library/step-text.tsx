import { ArrowRight } from "lucide-preact";
import type { Process } from "./read-page.tsx";

export type ReadElement = Process["diagrams"][number]["elements"][number];

/** What is written about one element, at a measure that reads well, with the ways that lead on and back. */
export function StepText({ element, onStep }: { readonly element: ReadElement; readonly onStep: (id: string) => void }) {
	return (
		<article class="flex flex-col gap-3">
			<header>
				<p class="text-xs text-soft">
					{element.type}
					{element.lane === "" ? "" : ` · ${element.lane}`}
				</p>
				<h2 class="text-lg font-semibold">{element.name === "" ? element.type : element.name}</h2>
			</header>
			{element.documentation === "" ? (
				<p class="text-soft">Nothing is written about this step.</p>
			) : (
				<p class="max-w-prose text-base leading-relaxed whitespace-pre-line">{element.documentation}</p>
			)}
			{element.next.length > 0 && <Ways title="Next" ways={element.next} onStep={onStep} />}
			{element.step && element.next.length === 0 && <p class="text-soft">The path ends here.</p>}
			{element.previous.length > 0 && <Ways title="Before" ways={element.previous} onStep={onStep} />}
		</article>
	);
}

function Ways({
	title,
	ways,
	onStep,
}: {
	readonly title: string;
	readonly ways: ReadElement["next"];
	readonly onStep: (id: string) => void;
}) {
	return (
		<section>
			<h3 class="text-xs font-medium text-soft">{title}</h3>
			<ul class="mt-1 flex flex-col">
				{ways.map((way, index) => (
					<li key={`${way.id} ${index}`}>
						<button
							type="button"
							class="flex w-full items-center gap-2 rounded-field px-2 py-1 text-left hover:bg-hover"
							onClick={() => onStep(way.id)}
						>
							{title === "Next" && <ArrowRight size={14} aria-hidden class="text-soft" />}
							<span class="min-w-0 flex-1">
								{way.by !== "" && <span class="text-soft">{way.by}: </span>}
								{way.name}
							</span>
						</button>
					</li>
				))}
			</ul>
		</section>
	);
}
