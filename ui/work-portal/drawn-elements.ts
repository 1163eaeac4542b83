/** An element of a drawn diagram, in the order of its flow. */
export interface DrawnElement {
	readonly id: string;
	/** `UserTask`, `StartEvent`: the type's name in BPMN. */
	readonly kind: string;
	readonly name: string;
	/** Ids of the elements that follow. */
	readonly next: readonly string[];
}

/** Reads what `renderSvg` wrote beside each shape, so that names and order need no second file. */
export function drawnElements(svg: string): readonly DrawnElement[] {
	if (svg === "") return [];
	const page = new DOMParser().parseFromString(svg, "image/svg+xml");
	return [...page.querySelectorAll("[role=listitem][data-id]")].map((item) => ({
		id: item.getAttribute("data-id") ?? "",
		kind: item.getAttribute("data-kind") ?? "",
		name: nameIn(item.getAttribute("data-spoken") ?? ""),
		next: (item.getAttribute("data-next") ?? "").split(" ").filter((id) => id !== ""),
	}));
}

/** `User task: Review request, lane Desk. Next: …` → `Review request`. */
export function nameIn(spoken: string): string {
	const first = spoken.split(/(?:, lane |\. )/)[0] ?? spoken;
	const name = first.slice(first.indexOf(": ") + 1).trim();
	return name.replace(/\.$/, "");
}

/** Names by id. */
export function namesOf(elements: readonly DrawnElement[]): ReadonlyMap<string, string> {
	return new Map(elements.map((element) => [element.id, element.name]));
}
