/** An element of a diagram as the keyboard sees it. The list is in reading order. */
export interface Stop {
	readonly id: string;
	readonly next: readonly string[];
	readonly previous: readonly string[];
}

/**
 * Where a key leads from an element: right and left follow the flow (left goes back the way that was come), a digit takes that
 * branch, down and up go through all elements in reading order, Home and End to the first and last. Nothing for other keys.
 */
export function follow(stops: readonly Stop[], from: string | undefined, key: string, cameFrom: string | undefined): string | undefined {
	const shown = new Set(stops.map((stop) => stop.id));
	const index = stops.findIndex((stop) => stop.id === from);
	const stop = stops[index];
	if (key === "Home") return stops[0]?.id;
	if (key === "End") return stops.at(-1)?.id;
	if (stop === undefined) return key.startsWith("Arrow") ? stops[0]?.id : undefined;
	if (key === "ArrowRight") return stop.next.find((id) => shown.has(id));
	if (key === "ArrowLeft") {
		const back = stop.previous.filter((id) => shown.has(id));
		return cameFrom !== undefined && back.includes(cameFrom) ? cameFrom : back[0];
	}
	if (key === "ArrowDown") return stops[index + 1]?.id;
	if (key === "ArrowUp") return stops[index - 1]?.id;
	if (/^[1-9]$/.test(key)) return stop.next.filter((id) => shown.has(id))[Number(key) - 1];
	return undefined;
}

export interface View {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Narrows or widens the view by `factor` (below 1 comes nearer) and keeps the point at `at` (0 to 1 of each side) where it is. */
export function zoomed(view: View, whole: View, factor: number, at: { readonly x: number; readonly y: number }): View {
	const width = Math.min(Math.max(view.width * factor, 160), Math.max(whole.width * 2, 320));
	const scale = width / view.width;
	const height = view.height * scale;
	return { x: view.x + (view.width - width) * at.x, y: view.y + (view.height - height) * at.y, width, height };
}

/** Moves the view so that a box lies inside it, when it does not already. */
export function revealed(view: View, box: View): View {
	const inside =
		box.x >= view.x && box.y >= view.y && box.x + box.width <= view.x + view.width && box.y + box.height <= view.y + view.height;
	if (inside) return view;
	return { ...view, x: box.x + box.width / 2 - view.width / 2, y: box.y + box.height / 2 - view.height / 2 };
}
