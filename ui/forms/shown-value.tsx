import type { ComponentChildren } from "preact";
import type { Attribute, Value } from "../../domain/data/model.ts";
import { isObject, type Values } from "../../domain/data/paths.ts";
import { exactTime } from "../kit/time.tsx";
import { asFile, FileLink } from "./file-control.tsx";
import type { FormPlace } from "./form-view.tsx";

interface ShownValueProps {
	readonly label: string;
	readonly attribute: Attribute;
	readonly value: Value | undefined;
	readonly help?: string | undefined;
	readonly columns?: readonly string[] | undefined;
	readonly place: FormPlace;
}

/** A value to read, under its label: what a read-only field shows. */
export function ShownValue({ label, attribute, value, help, columns, place }: ShownValueProps) {
	return (
		<div class="flex min-w-0 flex-col gap-1">
			<span class="text-xs text-soft">{label}</span>
			<div class="min-w-0 break-words whitespace-pre-line">
				<PlainValue attribute={attribute} value={value} columns={columns} place={place} />
			</div>
			{help !== undefined && <p class="text-xs text-soft">{help}</p>}
		</div>
	);
}

/** A value in words, by its type; a dash for none. */
export function PlainValue({
	attribute,
	value,
	columns,
	place,
}: Pick<ShownValueProps, "attribute" | "value" | "columns" | "place">): ComponentChildren {
	if (value === null || value === undefined || value === "") return <span class="text-soft">–</span>;
	switch (attribute.type) {
		case "money":
			return <span class="num">{typeof value === "number" ? money.format(value) : asText(value)}</span>;
		case "number":
		case "integer":
			return <span class="num">{typeof value === "number" ? number.format(value) : asText(value)}</span>;
		case "boolean":
			return value === true ? "Yes" : "No";
		case "date":
			return <span class="num">{typeof value === "string" ? day.format(new Date(`${value}T00:00:00`)) : ""}</span>;
		case "dateTime":
			return <span class="num">{typeof value === "string" ? exactTime(Date.parse(value)) : ""}</span>;
		case "choice":
			return attribute.options?.find((option) => option.value === value)?.label ?? asText(value);
		case "person":
			return place.people?.find((person) => person.value === value)?.label ?? asText(value);
		case "file": {
			const file = asFile(value);
			return file === undefined ? "–" : <FileLink file={file} place={place} />;
		}
		case "text":
		case "longText":
			return typeof value === "string" ? value : JSON.stringify(value);
		case "object":
			return <Group attributes={attribute.attributes ?? []} value={value} place={place} />;
		case "list":
			return <Rows attribute={attribute} value={value} columns={columns} place={place} />;
	}
}

/** A value that is not of its type any more (the data was changed since), as it was kept. */
function asText(value: Value): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

const money = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 10 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

function Group({
	attributes,
	value,
	place,
}: {
	readonly attributes: readonly Attribute[];
	readonly value: Value;
	readonly place: FormPlace;
}) {
	const values: Values = isObject(value) ? (value as Values) : {};
	return (
		<dl class="grid grid-cols-[minmax(5rem,auto)_1fr] gap-x-4 gap-y-1">
			{attributes.map((each) => (
				<div key={each.name} class="contents">
					<dt class="text-soft">{each.label}</dt>
					<dd class="min-w-0">
						<PlainValue attribute={each} value={values[each.name]} columns={undefined} place={place} />
					</dd>
				</div>
			))}
		</dl>
	);
}

function Rows({ attribute, value, columns, place }: Omit<ShownValueProps, "label" | "help">) {
	const rows: readonly Value[] = Array.isArray(value) ? value : [];
	if (rows.length === 0) return <span class="text-soft">–</span>;
	if (attribute.attributes === undefined) {
		const item: Attribute = { name: "item", label: attribute.label, type: attribute.of ?? "text", options: attribute.options };
		return (
			<ul class="list-inside list-disc">
				{rows.map((row, index) => (
					// oxlint-disable-next-line react/no-array-index-key -- items have no identity of their own
					<li key={index}>
						<PlainValue attribute={item} value={row} columns={undefined} place={place} />
					</li>
				))}
			</ul>
		);
	}
	const all = attribute.attributes;
	const shown = columns === undefined ? all : columns.flatMap((name) => all.filter((each) => each.name === name));
	return (
		<div class="overflow-x-auto" role="region" aria-label={attribute.label} tabIndex={0}>
			<table class="w-full border-collapse text-left">
				<thead>
					<tr class="border-b border-line text-xs text-soft">
						{shown.map((column) => (
							<th key={column.name} scope="col" class="h-7 pr-3 font-medium">
								{column.label}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row, index) => (
						// oxlint-disable-next-line react/no-array-index-key -- rows have no identity of their own
						<tr key={index} class="border-b border-line last:border-b-0">
							{shown.map((column) => (
								<td key={column.name} class="h-8 pr-3">
									<PlainValue
										attribute={column}
										value={isObject(row) ? (row as Values)[column.name] : null}
										columns={undefined}
										place={place}
									/>
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
