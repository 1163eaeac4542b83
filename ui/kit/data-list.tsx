import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { moveCursor, toggle } from "./list-keys.ts";
import { useShortcuts } from "./shortcuts.tsx";
import { useVirtualRows } from "./virtual.ts";

interface DataListProps<Row> {
	/** What the list holds, for screen readers: "My tasks". */
	readonly label: string;
	readonly rows: readonly Row[];
	readonly idOf: (row: Row) => string;
	/** The content of a row; the frame, cursor and mark are drawn here. */
	readonly row: (row: Row) => ComponentChildren;
	/** The row that is open beside the list; keep it in the address. */
	readonly open?: string | undefined;
	/** Enter or a click. */
	readonly onOpen: (row: Row, by: "key" | "pointer") => void;
	/** The cursor moved by J or K; for a list that shows what it is on at once. */
	readonly onCursor?: (row: Row) => void;
	/** With these, X and the boxes mark rows. */
	readonly marked?: ReadonlySet<string>;
	readonly onMark?: (marked: ReadonlySet<string>) => void;
	/** Pixels; 40, or 56 for two lines. */
	readonly rowHeight?: number;
	/** Above the rows, inside the frame: the pill of new rows. */
	readonly before?: ComponentChildren;
	/** Shown in place of no rows. */
	readonly empty: ComponentChildren;
	readonly singular?: string;
	/** The last rows came into sight: load the next page. */
	readonly onEnd?: () => void;
}

/**
 * Virtual rows with keys: J/K or arrows move, Enter opens, X marks. Takes the height it is given and scrolls by itself.
 * New rows never come in under the cursor: the cursor is kept by id.
 */
export function DataList<Row>({
	label,
	rows,
	idOf,
	row: content,
	open,
	onOpen,
	onCursor,
	marked,
	onMark,
	rowHeight = 40,
	before,
	empty,
	singular = "row",
	onEnd,
}: DataListProps<Row>) {
	const scroller = useRef<HTMLDivElement>(null);
	const [cursorId, setCursorId] = useState<string | undefined>(open);
	const virtual = useVirtualRows(rows.length, rowHeight, scroller);
	const cursor = rows.findIndex((each) => idOf(each) === cursorId);

	useEffect(() => {
		if (open !== undefined) setCursorId(open);
	}, [open]);

	const lastInSight = virtual.getVirtualItems().at(-1)?.index ?? -1;
	useEffect(() => {
		if (rows.length > 0 && lastInSight >= rows.length - 1) onEnd?.();
	}, [lastInSight, rows.length]);

	function move(step: number): void {
		const next = moveCursor(cursor, step, rows.length);
		const row = rows[next];
		if (row === undefined) return;
		setCursorId(idOf(row));
		virtual.scrollToIndex(next);
		onCursor?.(row);
	}
	const current = rows[cursor];
	useShortcuts(label, [
		{ keys: "j", does: `Next ${singular}`, run: () => move(1) },
		{ keys: "k", does: `Previous ${singular}`, run: () => move(-1) },
		{ keys: "Enter", does: `Open the ${singular}`, run: () => current !== undefined && onOpen(current, "key") },
		...(onMark === undefined || marked === undefined
			? []
			: [{ keys: "x", does: `Mark the ${singular}`, run: () => current !== undefined && onMark(toggle(marked, idOf(current))) }]),
	]);

	const active = current === undefined ? undefined : `row-${idOf(current)}`;
	return (
		<div class="flex min-h-0 flex-1 flex-col">
			{before}
			{rows.length === 0 ? (
				<div class="min-h-0 flex-1 overflow-auto">{empty}</div>
			) : (
				<div
					ref={scroller}
					role="grid"
					aria-label={label}
					aria-rowcount={rows.length}
					aria-multiselectable={onMark === undefined ? undefined : true}
					aria-activedescendant={active}
					tabIndex={0}
					class="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
					onKeyDown={(event) => {
						if (event.target !== event.currentTarget) return;
						if (event.key === "ArrowDown") move(1);
						else if (event.key === "ArrowUp") move(-1);
						else return;
						event.preventDefault();
					}}
				>
					<div role="rowgroup" class="relative" style={{ height: virtual.getTotalSize() }}>
						{virtual.getVirtualItems().map((item) => {
							const row = rows[item.index];
							if (row === undefined) return null;
							const id = idOf(row);
							const isOpen = id === open;
							return (
								<div
									key={id}
									id={`row-${id}`}
									role="row"
									aria-rowindex={item.index + 1}
									aria-selected={onMark === undefined ? isOpen : (marked?.has(id) ?? false)}
									class={`absolute inset-x-0 flex cursor-default items-center gap-3 border-b border-line px-3 ${isOpen ? "bg-picked" : "hover:bg-hover"} ${id === cursorId ? "shadow-[inset_2px_0_0_var(--color-primary)]" : ""}`}
									style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
									onClick={() => {
										setCursorId(id);
										onOpen(row, "pointer");
									}}
								>
									{onMark !== undefined && marked !== undefined && (
										<div role="gridcell" onClick={(event) => event.stopPropagation()}>
											<input
												type="checkbox"
												class="checkbox checkbox-sm checkbox-primary"
												aria-label={`Mark ${singular} ${item.index + 1}`}
												checked={marked.has(id)}
												onChange={() => onMark(toggle(marked, id))}
											/>
										</div>
									)}
									<div role="gridcell" class="flex min-w-0 flex-1 items-center gap-3">
										{content(row)}
									</div>
								</div>
							);
						})}
					</div>
				</div>
			)}
		</div>
	);
}
