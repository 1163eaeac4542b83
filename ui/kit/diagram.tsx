import { Maximize, ZoomIn, ZoomOut } from "lucide-preact";
import { useCallback, useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { DIAGRAM_STYLE, drawBadge, speakMarked, type Marks } from "../../domain/bpmn/render-svg.ts";
import { follow, revealed, zoomed, type Stop, type View } from "./diagram-keys.ts";

export interface DiagramProps {
	/** What `renderSvg` made, in its page mode. */
	readonly svg: string;
	/** What to show on elements and flows, by id; may change while the picture stands. */
	readonly marks?: Marks;
	/** With this, every element that is not in it steps back: "my steps". */
	readonly spotlight?: ReadonlySet<string> | undefined;
	/** The id of the element that is selected. */
	readonly selected?: string | undefined;
	/** Called with an element's id by click, Enter or a step along the flow; with nothing by Escape or a click on the paper. */
	readonly onSelect?: (elementId: string | undefined) => void;
	readonly class?: string;
}

/** One sheet for all diagrams of the page, added once: adopted, because an inline style would need a hole in the content policy. */
let styled = false;
export function adoptDiagramStyle(): void {
	if (styled) return;
	styled = true;
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(DIAGRAM_STYLE);
	document.adoptedStyleSheets.push(sheet);
}

const ZOOM_STEP = 0.8;

/**
 * A diagram to read: drag to move it, pinch or Ctrl and wheel to zoom (the wheel alone scrolls the page). One stop for Tab; inside, the arrows
 * follow the flow, digits choose a branch, plus and minus zoom, 0 fits.
 */
export function Diagram({ svg, marks, spotlight, selected, onSelect, class: className = "" }: DiagramProps) {
	const frame = useRef<HTMLDivElement>(null);
	const picture = useRef<SVGSVGElement | null>(null);
	const whole = useRef<View>({ x: 0, y: 0, width: 1, height: 1 });
	const view = useRef<View>(whole.current);
	const stops = useRef<readonly Stop[]>([]);
	const cameFrom = useRef<string>(undefined);
	const select = useRef(onSelect);
	select.current = onSelect;

	const show = useCallback((next: View) => {
		view.current = next;
		picture.current?.setAttribute("viewBox", `${next.x} ${next.y} ${next.width} ${next.height}`);
	}, []);
	const zoom = useCallback((factor: number, at = { x: 0.5, y: 0.5 }) => show(zoomed(view.current, whole.current, factor, at)), [show]);

	useLayoutEffect(() => {
		adoptDiagramStyle();
		const host = frame.current;
		if (host === null) return;
		const focused = host.contains(document.activeElement) ? document.activeElement?.getAttribute("data-id") : null;
		// Safe: renderSvg escapes whatever a file brings and writes no script, link or style.
		host.innerHTML = svg;
		const element = host.querySelector<SVGSVGElement>("svg");
		picture.current = element;
		if (element === null) return;
		element.setAttribute("width", "100%");
		element.setAttribute("height", "100%");
		const box = element.viewBox.baseVal;
		whole.current = { x: box.x, y: box.y, width: box.width, height: box.height };
		view.current = whole.current;
		const items = [...element.querySelectorAll<SVGGElement>("[role=listitem]")];
		stops.current = items.map((item) => ({
			id: item.dataset["id"] ?? "",
			next: (item.dataset["next"] ?? "").split(" ").filter((id) => id !== ""),
			previous: (item.dataset["previous"] ?? "").split(" ").filter((id) => id !== ""),
		}));
		items.forEach((item, index) => item.setAttribute("tabindex", index === 0 ? "0" : "-1"));
		if (focused !== null && focused !== undefined) itemOf(element, focused)?.focus({ preventScroll: true });
	}, [svg]);

	useLayoutEffect(() => {
		if (picture.current !== null) applyMarks(picture.current, marks ?? {});
	}, [svg, marks]);

	useLayoutEffect(() => {
		for (const item of picture.current?.querySelectorAll<SVGGElement>("[role=listitem], [data-label]") ?? []) {
			// A name that stands outside its shape steps back with it.
			const id = item.dataset["id"] ?? item.dataset["label"] ?? "";
			item.toggleAttribute("data-dim", spotlight !== undefined && !spotlight.has(id));
		}
	}, [svg, spotlight]);

	useLayoutEffect(() => {
		const element = picture.current;
		if (element === null) return;
		for (const item of element.querySelectorAll("[data-selected]")) item.removeAttribute("data-selected");
		if (selected === undefined) return;
		const item = itemOf(element, selected);
		if (item === undefined) return;
		item.setAttribute("data-selected", "");
		makeStop(element, item);
		const box = boxOf(item);
		if (box !== undefined) show(revealed(view.current, box));
	}, [svg, selected, show]);

	useEffect(() => {
		const host = frame.current;
		if (host === null) return;
		/** Not passive, because a pinch must not zoom the page; a wheel alone is left to the page. */
		const onWheel = (event: WheelEvent): void => {
			if (!event.ctrlKey && !event.metaKey) return;
			event.preventDefault();
			const bounds = host.getBoundingClientRect();
			zoom(Math.exp(event.deltaY / 300), {
				x: (event.clientX - bounds.left) / bounds.width,
				y: (event.clientY - bounds.top) / bounds.height,
			});
		};
		host.addEventListener("wheel", onWheel, { passive: false });
		return () => host.removeEventListener("wheel", onWheel);
	}, [zoom]);

	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const element = picture.current;
		if (element === null) return;
		const from = (event.target as Element).closest<SVGGElement>("[data-id]")?.dataset["id"];
		if (event.key === "+" || event.key === "=") zoom(ZOOM_STEP);
		else if (event.key === "-") zoom(1 / ZOOM_STEP);
		else if (event.key === "0") show(whole.current);
		else if (event.key === "Enter" || event.key === " ") select.current?.(from);
		else if (event.key === "Escape" && selected !== undefined) select.current?.(undefined);
		else {
			const to = follow(stops.current, from, event.key, cameFrom.current);
			const item = to === undefined ? undefined : itemOf(element, to);
			if (to === undefined || item === undefined) return;
			cameFrom.current = event.key === "ArrowLeft" ? undefined : from;
			makeStop(element, item);
			item.focus({ preventScroll: true });
			const box = boxOf(item);
			if (box !== undefined) show(revealed(view.current, box));
			select.current?.(to);
		}
		event.preventDefault();
	};

	const drag = useRef<{ x: number; y: number; moved: boolean; view: View } | undefined>(undefined);
	const onPointerDown = (event: PointerEvent): void => {
		if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, moved: false, view: view.current };
	};
	const onPointerMove = (event: PointerEvent): void => {
		const from = drag.current;
		const host = frame.current;
		if (from === undefined || host === null) return;
		const dx = event.clientX - from.x;
		const dy = event.clientY - from.y;
		if (!from.moved && Math.hypot(dx, dy) < 4) return;
		if (!from.moved) host.setPointerCapture(event.pointerId);
		from.moved = true;
		// The picture is fitted into the frame, so one unit has the size of the tighter side.
		const unit = Math.max(from.view.width / host.clientWidth, from.view.height / host.clientHeight);
		show({ ...from.view, x: from.view.x - dx * unit, y: from.view.y - dy * unit });
	};
	const onPointerUp = (): void => {
		const moved = drag.current?.moved === true;
		drag.current = moved ? { x: 0, y: 0, moved: true, view: view.current } : undefined;
		// The click that ends a drag comes right after and must select nothing.
		if (moved) queueMicrotask(() => (drag.current = undefined));
	};
	const onClick = (event: MouseEvent): void => {
		if (drag.current?.moved === true) return;
		const hit = (event.target as Element).closest<SVGGElement>("[role=listitem], [data-label]");
		const label = hit?.dataset["label"];
		const item = label === undefined || picture.current === null ? hit : (itemOf(picture.current, label) ?? null);
		if (item !== null && picture.current !== null) {
			makeStop(picture.current, item);
			item.focus({ preventScroll: true });
		}
		select.current?.(item?.dataset["id"]);
	};

	return (
		<div class={`relative min-h-0 overflow-hidden bg-base-100 ${className}`}>
			{/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the elements inside take focus and keys; this only hears them */}
			<div
				ref={frame}
				class="h-full w-full cursor-grab touch-pan-y select-none active:cursor-grabbing"
				onKeyDown={onKeyDown}
				onPointerDown={onPointerDown}
				onPointerMove={onPointerMove}
				onPointerUp={onPointerUp}
				onClick={onClick}
			/>
			<div class="absolute right-2 bottom-2 flex gap-1 print:hidden" role="toolbar" aria-label="Zoom">
				<button type="button" class="btn btn-square btn-sm" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoom(ZOOM_STEP)}>
					<ZoomIn size={16} aria-hidden="true" />
				</button>
				<button type="button" class="btn btn-square btn-sm" aria-label="Zoom out" title="Zoom out (-)" onClick={() => zoom(1 / ZOOM_STEP)}>
					<ZoomOut size={16} aria-hidden="true" />
				</button>
				<button
					type="button"
					class="btn btn-square btn-sm"
					aria-label="Show the whole diagram"
					title="Show the whole diagram (0)"
					onClick={() => show(whole.current)}
				>
					<Maximize size={16} aria-hidden="true" />
				</button>
			</div>
		</div>
	);
}

function itemOf(element: Element, id: string): SVGGElement | undefined {
	return element.querySelector<SVGGElement>(`[role=listitem][data-id="${CSS.escape(id)}"]`) ?? undefined;
}

/** The picture has one stop for Tab: the element that was last left. */
function makeStop(element: Element, item: SVGGElement): void {
	for (const each of element.querySelectorAll('[role=listitem][tabindex="0"]')) each.setAttribute("tabindex", "-1");
	item.setAttribute("tabindex", "0");
}

function boxOf(item: SVGGElement): View | undefined {
	const [x, y, width, height] = (item.dataset["box"] ?? "").split(" ").map(Number);
	return x === undefined || y === undefined || width === undefined || height === undefined ? undefined : { x, y, width, height };
}

function applyMarks(element: SVGSVGElement, marks: Marks): void {
	for (const item of element.querySelectorAll<SVGGElement>("[data-id]")) {
		const mark = marks[item.dataset["id"] ?? ""];
		const shown = item.dataset["badge"];
		const wanted = mark === undefined ? undefined : JSON.stringify(mark);
		// An unchanged badge stays, so that a token pulses once and not at every refresh.
		if (shown === wanted) continue;
		item.querySelector(":scope > .badge")?.remove();
		if (mark === undefined || wanted === undefined) {
			delete item.dataset["mark"];
			delete item.dataset["badge"];
		} else {
			item.dataset["mark"] = mark.state;
			item.dataset["badge"] = wanted;
		}
		const spoken = item.dataset["spoken"];
		if (spoken === undefined) continue;
		item.setAttribute("aria-label", speakMarked(spoken, mark));
		const box = boxOf(item);
		if (mark !== undefined && box !== undefined) item.insertAdjacentHTML("beforeend", drawBadge(mark, box));
	}
}
