import { Plus, Trash2 } from "lucide-preact";
import { useId, useRef } from "preact/hooks";
import type { Attribute, Value } from "../../domain/data/model.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { ValueControl, type ValueControlProps } from "./value-control.tsx";

/** A list of single values: one control each. */
export function ListControl({
	label,
	attribute,
	value,
	onChange,
	help,
	required,
	at,
	problems,
	place,
	error,
}: ValueControlProps & { readonly error: string | undefined }) {
	const id = useId();
	const list = useRef<HTMLUListElement>(null);
	const values: readonly Value[] = Array.isArray(value) ? value : [];
	const item: Attribute = { name: "item", label, type: attribute.of ?? "text", options: attribute.options };

	function add(): void {
		onChange([...values, null]);
		requestAnimationFrame(() => list.current?.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus());
	}

	return (
		<div class="flex min-w-0 flex-col gap-1" role="group" aria-labelledby={id}>
			<span id={id} class="font-medium">
				{label}
				{required === true && <span class="text-soft"> *</span>}
			</span>
			{help !== undefined && <p class="text-xs text-soft">{help}</p>}
			<ul ref={list} class="flex flex-col gap-1.5">
				{values.map((each, index) => (
					// oxlint-disable-next-line react/no-array-index-key -- items have no identity of their own
					<li key={index} class="flex items-start gap-1">
						<div class="min-w-0 flex-1">
							<ValueControl
								label={`${label} ${index + 1}`}
								hideLabel
								attribute={item}
								value={each}
								at={`${at}[${index}]`}
								problems={problems}
								place={place}
								onChange={(next) => onChange(values.map((other, place) => (place === index ? next : other)))}
							/>
						</div>
						<IconButton label={`Remove ${label} ${index + 1}`} onClick={() => onChange(values.filter((_, other) => other !== index))}>
							<Trash2 size={16} />
						</IconButton>
					</li>
				))}
			</ul>
			<div>
				<Button small icon={Plus} onClick={add}>
					Add
				</Button>
			</div>
			{error !== undefined && <p class="text-xs font-medium text-error">{error}</p>}
		</div>
	);
}
