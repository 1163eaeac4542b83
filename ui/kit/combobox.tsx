import * as combobox from "@zag-js/combobox";
import { normalizeProps, useMachine } from "@zag-js/preact";
import { ChevronsUpDown, X } from "lucide-preact";
import type { ButtonHTMLAttributes, InputHTMLAttributes } from "preact";
import { useId, useMemo, useState } from "preact/hooks";
import type { Option } from "./field.tsx";
import { Floating } from "./floating.tsx";

interface ComboboxProps {
	readonly label: string;
	readonly help?: string;
	readonly error?: string;
	readonly hideLabel?: boolean;
	readonly required?: boolean;
	readonly disabled?: boolean;
	readonly options: readonly (Option & { readonly detail?: string })[];
	/** The chosen value; empty: none. */
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly placeholder?: string;
	/** Where the options come from the server: called as the person types; then no filter is applied here. */
	readonly onSearch?: (text: string) => void;
}

/** One of many, found by typing (WAI-ARIA combobox by Zag's machine). */
export function Combobox({
	label,
	help,
	error,
	hideLabel,
	required,
	disabled,
	options,
	value,
	onChange,
	placeholder,
	onSearch,
}: ComboboxProps) {
	const id = useId();
	const [text, setText] = useState("");
	const shown = useMemo(() => {
		const wanted = text.trim().toLowerCase();
		if (onSearch !== undefined || wanted === "" || options.some((each) => each.value === value && each.label === text)) return options;
		return options.filter((each) => `${each.label} ${each.detail ?? ""}`.toLowerCase().includes(wanted));
	}, [options, text, value, onSearch === undefined]);
	const collection = useMemo(
		() => combobox.collection({ items: [...shown], itemToString: (each) => each.label, itemToValue: (each) => each.value }),
		[shown],
	);
	const service = useMachine(combobox.machine, {
		id,
		collection,
		value: value === "" ? [] : [value],
		disabled: disabled === true,
		openOnClick: true,
		inputBehavior: "autohighlight",
		positioning: { sameWidth: true, gutter: 4, strategy: "fixed" },
		onInputValueChange: ({ inputValue }) => {
			setText(inputValue);
			onSearch?.(inputValue);
		},
		onValueChange: ({ value: picked }) => onChange(picked[0] ?? ""),
	});
	const state = combobox.connect(service, normalizeProps);
	const note = error ?? help;
	return (
		<div {...state.getRootProps()} class="flex min-w-0 flex-col gap-1">
			<label {...state.getLabelProps()} class={hideLabel === true ? "sr-only" : "font-medium"}>
				{label}
				{required === true && (
					<span class="text-soft" aria-hidden>
						{" "}
						*
					</span>
				)}
			</label>
			<div {...state.getControlProps()} class="relative">
				<input
					{...(state.getInputProps() as InputHTMLAttributes<HTMLInputElement>)}
					class="input pr-14"
					placeholder={placeholder}
					aria-invalid={error === undefined ? undefined : true}
					aria-required={required === true ? true : undefined}
					aria-describedby={note === undefined ? undefined : `${id}-note`}
				/>
				<div class="absolute inset-y-0 right-1 flex items-center">
					{value !== "" && disabled !== true && (
						<button type="button" class="btn btn-ghost btn-sm btn-square" aria-label="Clear" onClick={() => onChange("")}>
							<X size={14} />
						</button>
					)}
					<button
						{...(state.getTriggerProps() as ButtonHTMLAttributes<HTMLButtonElement>)}
						class="btn btn-ghost btn-sm btn-square"
						aria-label="Show choices"
					>
						<ChevronsUpDown size={14} />
					</button>
				</div>
			</div>
			{note !== undefined && (
				<p id={`${id}-note`} class={error === undefined ? "text-xs text-soft" : "text-xs font-medium text-error"}>
					{note}
				</p>
			)}
			{state.open && (
				<Floating>
					<div {...state.getPositionerProps()}>
						<ul {...state.getContentProps()} class="popup max-h-72 overflow-auto">
							{shown.length === 0 && (
								<li role="presentation" class="px-2 py-1.5 text-soft">
									Nothing found
								</li>
							)}
							{shown.map((each) => (
								<li key={each.value} {...state.getItemProps({ item: each })} class="popup-item">
									<span class="min-w-0 flex-1">
										<span class="block truncate">{each.label}</span>
										{each.detail !== undefined && <span class="block truncate text-xs text-soft">{each.detail}</span>}
									</span>
								</li>
							))}
						</ul>
					</div>
				</Floating>
			)}
		</div>
	);
}
