import { useLayoutEffect, useRef } from "preact/hooks";
import { exactTime } from "../kit/time.tsx";
import type { Process } from "./read-page.tsx";

/** The process as it prints: never on the screen, so it is no part of what is focused or read aloud. */
export function Book({ process }: { readonly process: Process }) {
	return (
		<div data-book class="hidden">
			<h1 class="text-2xl font-semibold">{process.name}</h1>
			<p>
				Revision {process.number}, published {exactTime(process.publishedAt)} by {process.publishedBy}
			</p>
			{process.description !== "" && <p>{process.description}</p>}
			{process.diagrams.map((diagram) => (
				<section key={diagram.id}>
					{diagram.name !== "" && process.diagrams.length > 1 && <h2 class="text-xl font-semibold">{diagram.name}</h2>}
					<Plate svg={diagram.svg} />
					{diagram.elements
						.filter((each) => each.documentation !== "" || (each.step && each.name !== ""))
						.map((each) => (
							<article key={each.id} class="mt-3">
								<h3 class="font-semibold">{each.name === "" ? each.type : each.name}</h3>
								<p class="text-sm">
									{each.type}
									{each.lane === "" ? "" : `, ${each.lane}`}
								</p>
								{each.documentation !== "" && <p class="whitespace-pre-line">{each.documentation}</p>}
							</article>
						))}
				</section>
			))}
		</div>
	);
}

function Plate({ svg }: { readonly svg: string }) {
	const host = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		// Safe: our own renderer's picture. Hidden on the screen, so its elements take no focus there.
		if (host.current !== null) host.current.innerHTML = svg;
	}, [svg]);
	return <div ref={host} class="my-4" />;
}
