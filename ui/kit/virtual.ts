import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

/** Only the rows in sight, of a list of `count` rows of `rowHeight` pixels in the element that scrolls. */
export function useVirtualRows(
	count: number,
	rowHeight: number,
	scroller: RefObject<HTMLElement | null>,
): Virtualizer<HTMLElement, HTMLElement> {
	const [, redraw] = useReducer((n: number) => n + 1, 0);
	const options = {
		count,
		estimateSize: () => rowHeight,
		overscan: 8,
		getScrollElement: () => scroller.current,
		scrollToFn: elementScroll,
		observeElementRect,
		observeElementOffset,
		onChange: () => redraw(0),
	};
	const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
	virtualizer.setOptions(options);
	useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
	useLayoutEffect(() => virtualizer._willUpdate());
	return virtualizer;
}
