import type { ReadonlySignal } from "@preact/signals";
import { effect } from "@preact/signals";
import type { Peer, Room } from "../room/room.ts";
import type { CanvasElement, Services } from "./services.ts";

const SVG = "http://www.w3.org/2000/svg";
const HUES = [262, 20, 150, 320, 200, 60, 290, 110] as const;

/** A colour for a person, the same for everybody; apart in lightness from the diagram's own lines. */
export function colourOf(personId: string): string {
	let sum = 0;
	for (const letter of personId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
	return `oklch(58% 0.19 ${HUES[sum % HUES.length] ?? 262})`;
}

/**
 * Draws where the others are: cursors with names, frames round what they selected, ghosts of what they drag. A layer of the
 * diagram, so that it moves and scales with it. Answers how to stop.
 */
export function showPresence(services: Services, room: Room, following: ReadonlySignal<string | undefined>): () => void {
	const { canvas, eventBus } = services;
	const layer = canvas.getLayer("portico-peers", 2000);
	layer.setAttribute("pointer-events", "none");
	const container = canvas.getContainer();

	const onMove = (event: PointerEvent): void => {
		const frame = container.getBoundingClientRect();
		const view = canvas.viewbox();
		room.show({
			cursor: { x: round(view.x + (event.clientX - frame.left) / view.scale), y: round(view.y + (event.clientY - frame.top) / view.scale) },
		});
	};
	const onLeave = (): void => room.show({ cursor: undefined });
	container.addEventListener("pointermove", onMove);
	container.addEventListener("pointerleave", onLeave);
	const listen = <Event>(events: string | readonly string[], listener: (event: Event) => void): void => {
		// Braces: whatever a listener returns would end the event for the others.
		eventBus.on(events, 100, (event: never) => {
			listener(event as Event);
		});
	};
	listen<{ newSelection: CanvasElement[] }>("selection.changed", ({ newSelection }) =>
		room.show({ selection: newSelection.slice(0, 100).map(({ id }) => id) }),
	);
	listen<{ context: { shapes?: CanvasElement[] }; dx: number; dy: number }>("shape.move.move", ({ context, dx, dy }) =>
		room.show({ drag: { ids: (context.shapes ?? []).slice(0, 100).map(({ id }) => id), dx: round(dx), dy: round(dy) } }),
	);
	listen("drag.cleanup", () => room.show({ drag: undefined }));
	listen<{ active?: { element?: CanvasElement } }>("directEditing.activate", ({ active }) => room.show({ editing: active?.element?.id }));
	listen(["directEditing.complete", "directEditing.cancel"], () => room.show({ editing: undefined }));
	const tellView = (): void => {
		const { x, y, width, height } = canvas.viewbox();
		room.show({ view: { x: round(x), y: round(y), width: round(width), height: round(height) } });
	};
	listen("canvas.viewbox.changed", () => {
		tellView();
		draw();
	});
	listen("elements.changed", () => draw());
	listen("portico.brought", () => draw());

	const draw = (): void => drawPeers(layer, services, [...room.peers.peek().values()]);
	const stop = effect(() => {
		drawPeers(layer, services, [...room.peers.value.values()]);
		const view = following.value === undefined ? undefined : room.peers.value.get(following.value)?.presence?.view;
		if (view !== undefined) canvas.viewbox(view);
	});
	tellView();
	return () => {
		stop();
		container.removeEventListener("pointermove", onMove);
		container.removeEventListener("pointerleave", onLeave);
	};
}

function drawPeers(layer: SVGGElement, services: Services, peers: readonly Peer[]): void {
	const { canvas, elementRegistry } = services;
	const scale = 1 / canvas.viewbox().scale;
	const root = canvas.getRootElement();
	const here = (id: string): CanvasElement | undefined => {
		const element = elementRegistry.get(id);
		return element !== undefined && element !== root && canvas.findRoot(element) === root ? element : undefined;
	};
	layer.replaceChildren();
	for (const { personId, name, presence } of peers) {
		if (presence === null) continue;
		const colour = colourOf(personId);
		for (const id of presence.selection ?? []) {
			const element = here(id);
			if (element === undefined) continue;
			if (element.waypoints !== undefined) {
				const points = element.waypoints.map(({ x, y }) => `${x},${y}`).join(" ");
				layer.appendChild(node("polyline", { points, fill: "none", stroke: colour, "stroke-width": 5, "stroke-opacity": 0.4 }));
			} else {
				layer.appendChild(frameOf(element, 0, 0, { fill: "none", stroke: colour, "stroke-width": 2 * scale }));
			}
		}
		for (const id of presence.drag?.ids ?? []) {
			const element = here(id);
			if (element === undefined || element.waypoints !== undefined || presence.drag === undefined) continue;
			const style = { fill: colour, "fill-opacity": 0.15, stroke: colour, "stroke-dasharray": "4 3" };
			layer.appendChild(frameOf(element, presence.drag.dx, presence.drag.dy, style));
		}
		const edited = presence.editing === undefined ? undefined : here(presence.editing);
		if (edited !== undefined) layer.appendChild(tag(edited.x, edited.y - 22 * scale, scale, `${name} is naming this`, colour));
		if (presence.cursor !== undefined) {
			const { x, y } = presence.cursor;
			const cursor = node("g", { transform: `translate(${x} ${y}) scale(${scale})` });
			cursor.appendChild(node("path", { d: "M0 0l4.5 15 3.2-6 6.3-1.4z", fill: colour, stroke: "white" }));
			layer.appendChild(cursor);
			layer.appendChild(tag(x + 12 * scale, y + 14 * scale, scale, name, colour));
		}
	}
}

function frameOf(element: CanvasElement, dx: number, dy: number, style: Readonly<Record<string, string | number>>): SVGElement {
	return node("rect", {
		x: element.x + dx - 6,
		y: element.y + dy - 6,
		width: element.width + 12,
		height: element.height + 12,
		rx: 6,
		...style,
	});
}

function tag(x: number, y: number, scale: number, text: string, colour: string): SVGElement {
	const group = node("g", { transform: `translate(${x} ${y}) scale(${scale})` });
	const shown = text.length > 32 ? `${text.slice(0, 31)}…` : text;
	const label = node("text", { x: 6, y: 13, fill: "white", "font-size": 12, "font-weight": 600, "font-family": "var(--font-sans)" });
	label.textContent = shown;
	group.appendChild(node("rect", { width: shown.length * 6.8 + 12, height: 18, rx: 4, fill: colour }));
	group.appendChild(label);
	return group;
}

function node(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
	const element = document.createElementNS(SVG, name);
	for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
	return element;
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
