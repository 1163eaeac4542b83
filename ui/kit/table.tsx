import type { ComponentChildren } from "preact";

export interface Column<Row> {
	readonly key: string;
	readonly title: string;
	readonly cell: (row: Row) => ComponentChildren;
	/** Numbers stand at the right, in tabular figures. */
	readonly numeric?: boolean;
	/** Left out on narrow screens. */
	readonly minor?: boolean;
	/** No title shown: a column of buttons. */
	readonly hideTitle?: boolean;
}

interface TableProps<Row> {
	/** What it lists, for screen readers. */
	readonly label: string;
	readonly columns: readonly Column<Row>[];
	readonly rows: readonly Row[];
	readonly idOf: (row: Row) => string;
	/** Rows lead somewhere: put a link in the first cell; this only widens its target. */
	readonly onOpen?: (row: Row) => void;
	readonly picked?: string | undefined;
	readonly empty?: ComponentChildren;
}

/** A plain table for up to some hundred rows. For more, `DataList`. */
export function Table<Row>({ label, columns, rows, idOf, onOpen, picked, empty }: TableProps<Row>) {
	if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
	return (
		<div class="relative overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
			<table class="w-full border-collapse text-left" aria-label={label}>
				<thead>
					<tr class="border-b border-line text-xs text-soft">
						{columns.map((column) => (
							<th
								key={column.key}
								scope="col"
								class={`h-8 px-3 font-medium whitespace-nowrap ${column.numeric === true ? "text-right" : ""} ${column.minor === true ? "max-md:hidden" : ""}`}
							>
								{column.hideTitle === true ? <span class="sr-only">{column.title}</span> : column.title}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr
							key={idOf(row)}
							class={`border-b border-line last:border-b-0 ${picked === idOf(row) ? "bg-picked" : ""} ${onOpen === undefined ? "" : "cursor-default hover:bg-hover"}`}
							onClick={(event) => {
								if (event.target instanceof Element && event.target.closest("a, button, input, select, label") !== null) return;
								onOpen?.(row);
							}}
						>
							{columns.map((column, index) => (
								<td
									key={column.key}
									class={`h-10 px-3 py-1 ${index === 0 && column.numeric !== true ? "min-w-36" : ""} ${column.numeric === true ? "num text-right" : ""} ${column.minor === true ? "max-md:hidden" : ""}`}
								>
									{column.cell(row)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
