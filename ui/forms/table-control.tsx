import { Plus, Trash2 } from "lucide-preact";
import { useId, useRef } from "preact/hooks";
import type { Value } from "../../domain/data/model.ts";
import { isObject, type Values } from "../../domain/data/paths.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { ValueControl, type ValueControlProps } from "./value-control.tsx";

/** A list of objects: one row each, its fields in columns, rows added and taken away. */
export function TableControl({
	label,
	attribute,
	value,
	onChange,
	help,
	required,
	columns,
	at,
	problems,
	place,
	error,
}: ValueControlProps & { readonly error: string | undefined }) {
	const id = useId();
	const body = useRef<HTMLTableSectionElement>(null);
	const rows: readonly Values[] = Array.isArray(value) ? value.map((row: Value) => (isObject(row) ? (row as Values) : {})) : [];
	const all = attribute.attributes ?? [];
	const shown = columns === undefined ? all : columns.flatMap((name) => all.filter((each) => each.name === name));

	function add(): void {
		onChange([...rows, {}]);
		requestAnimationFrame(() => body.current?.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus());
	}

	return (
		<div class="flex min-w-0 flex-col gap-1">
			<span id={id} class="font-medium">
				{label}
				{required === true && <span class="text-soft"> *</span>}
			</span>
			{help !== undefined && <p class="text-xs text-soft">{help}</p>}
			{rows.length > 0 && (
				<div class="overflow-x-auto rounded-box border border-line" role="region" aria-labelledby={id} tabIndex={0}>
					<table class="w-full border-collapse text-left" aria-labelledby={id}>
						<thead>
							<tr class="border-b border-line text-xs text-soft">
								{shown.map((column) => (
									<th key={column.name} scope="col" class="h-8 min-w-32 px-2 font-medium">
										{column.label}
									</th>
								))}
								<th scope="col" class="w-10">
									<span class="sr-only">Remove</span>
								</th>
							</tr>
						</thead>
						<tbody ref={body}>
							{rows.map((row, index) => (
								// oxlint-disable-next-line react/no-array-index-key -- rows have no identity of their own
								<tr key={index} class="border-b border-line align-top last:border-b-0">
									{shown.map((column) => (
										<td key={column.name} class="px-2 py-1.5">
											<ValueControl
												label={`${column.label}, row ${index + 1}`}
												hideLabel
												attribute={column}
												value={row[column.name] ?? null}
												at={`${at}[${index}].${column.name}`}
												problems={problems}
												place={place}
												onChange={(next) =>
													onChange(rows.map((each, other) => (other === index ? { ...each, [column.name]: next } : each)))
												}
											/>
										</td>
									))}
									<td class="py-1.5 pr-1">
										<IconButton label={`Remove row ${index + 1}`} onClick={() => onChange(rows.filter((_, other) => other !== index))}>
											<Trash2 size={16} />
										</IconButton>
									</td>
								</tr>
							))}
						</tbody>
					</table>
				</div>
			)}
			<div>
				<Button small icon={Plus} onClick={add}>
					Add row
				</Button>
			</div>
			{error !== undefined && <p class="text-xs font-medium text-error">{error}</p>}
		</div>
	);
}
