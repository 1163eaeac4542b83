import { ArrowRight, Plus, Trash2 } from "lucide-preact";
import { Button, IconButton } from "../kit/button.tsx";
import { TextInput } from "../kit/field.tsx";
import { FeelField } from "./feel-field.tsx";

interface Mapping {
	readonly from: string;
	readonly to: string;
}

interface MappingsProps {
	readonly title: string;
	readonly help: string;
	readonly placeholder?: string;
	readonly rows: readonly Mapping[];
	readonly readOnly: boolean;
	readonly onChange: (rows: Mapping[]) => void;
}

/** What goes where: an expression at the left, a place at the right. */
export function Mappings({ title, help, placeholder = "amount", rows, readOnly, onChange }: MappingsProps) {
	const put = (index: number, next: Mapping): void => onChange(rows.map((each, at) => (at === index ? next : each)));
	return (
		<fieldset class="flex flex-col gap-2">
			<legend class="font-medium">{title}</legend>
			<p class="text-xs text-soft">{help}</p>
			{rows.map((row, index) => (
				// oxlint-disable-next-line react/no-array-index-key -- rows are edited in place
				<div key={index} class="flex items-start gap-2">
					<div class="min-w-0 flex-1">
						<FeelField
							label={`${title} ${index + 1}, from`}
							hideLabel
							value={row.from}
							placeholder={placeholder}
							disabled={readOnly}
							onChange={(from) => put(index, { ...row, from })}
						/>
					</div>
					<ArrowRight size={16} aria-hidden class="mt-2 shrink-0 text-soft" />
					<div class="min-w-0 flex-1">
						<TextInput
							label={`${title} ${index + 1}, to`}
							hideLabel
							value={row.to}
							readOnly={readOnly}
							onChange={(to) => put(index, { ...row, to })}
						/>
					</div>
					{!readOnly && (
						<IconButton label={`Remove ${title.toLowerCase()} ${index + 1}`} onClick={() => onChange(rows.filter((_, at) => at !== index))}>
							<Trash2 size={16} />
						</IconButton>
					)}
				</div>
			))}
			{!readOnly && (
				<div>
					<Button small icon={Plus} onClick={() => onChange([...rows, { from: "", to: "" }])}>
						Add
					</Button>
				</div>
			)}
		</fieldset>
	);
}
