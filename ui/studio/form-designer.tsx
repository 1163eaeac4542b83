import { ArrowDown, ArrowUp, GripVertical, Plus, Trash2 } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { findAttribute, listPaths } from "../../domain/data/find-attribute.ts";
import type { Attribute } from "../../domain/data/model.ts";
import { attributeNameOf, uniqueIn } from "../../domain/deployment/names.ts";
import type { Form, FormItem } from "../../domain/forms/form.ts";
import { IconButton } from "../kit/button.tsx";
import { TextInput } from "../kit/field.tsx";
import { Menu } from "../kit/menu.tsx";
import { FormItemSettings } from "./form-item-settings.tsx";
import { TYPE_NAMES } from "./type-names.ts";
import type { Editor } from "./use-editor.ts";

interface FormDesignerProps {
	readonly editor: Editor;
	readonly form: Form;
	readonly onChange: (next: Form) => void;
}

/** The lines of a form: added, put in order by drag or by Alt and the arrows, and set where they are selected. */
export function FormDesigner({ editor, form, onChange }: FormDesignerProps) {
	const [selected, select] = useState<string>();
	const dragged = useRef<number>(undefined);
	const list = useRef<HTMLOListElement>(null);
	const { data } = editor.automation;
	const used = new Set(form.items.flatMap((item) => (item.kind === "field" ? [item.path] : [])));
	const free = listPaths(data.attributes).filter(({ path }) => !used.has(path));
	const ids = new Set(form.items.map((item) => item.id));

	function insert(item: FormItem): void {
		onChange({ ...form, items: [...form.items, item] });
		select(item.id);
	}
	function addField(path: string): void {
		insert({ kind: "field", id: uniqueIn(ids, path.replaceAll(".", "-").slice(0, 36), "-"), path });
	}
	function addNew(type: Attribute["type"]): void {
		const name = uniqueIn(new Set(data.attributes.map((each) => each.name)), attributeNameOf(TYPE_NAMES[type], "field"));
		const attribute: Attribute = { name, label: TYPE_NAMES[type], type, ...EXTRAS[type] };
		const item: FormItem = { kind: "field", id: uniqueIn(ids, name, "-"), path: name };
		editor.change("add a field", (draft) => ({
			...draft,
			data: { attributes: [...draft.data.attributes, attribute] },
			forms: draft.forms.map((each) => (each.id === form.id ? { ...each, items: [...each.items, item] } : each)),
		}));
		select(item.id);
	}
	function move(from: number, to: number): void {
		const item = form.items[from];
		if (item === undefined || to < 0 || to >= form.items.length) return;
		const rest = form.items.filter((_, index) => index !== from);
		onChange({ ...form, items: [...rest.slice(0, to), item, ...rest.slice(to)] });
		requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(item.id)}"]`)?.focus());
	}
	function replace(next: FormItem): void {
		onChange({ ...form, items: form.items.map((each) => (each.id === next.id ? next : each)) });
	}

	return (
		<div class="flex flex-col gap-3">
			<div class="flex items-end gap-2">
				<div class="min-w-0 flex-1">
					<TextInput
						label="Title of the form"
						value={form.title}
						maxLength={120}
						readOnly={editor.readOnly}
						onChange={(title) => onChange({ ...form, title })}
					/>
				</div>
				{!editor.readOnly && (
					<Menu
						label="Add to the form"
						class="btn"
						placement="bottom-end"
						items={[
							...free.map(({ path, attribute }) => ({
								value: `field ${path}`,
								label: attribute.label,
								detail: `${TYPE_NAMES[attribute.type]} · ${path}`,
								run: () => addField(path),
							})),
							{
								value: "heading",
								label: "Heading",
								run: () => insert({ kind: "heading", id: uniqueIn(ids, "heading", "-"), text: "Heading" }),
							},
							...NEW_TYPES.map((type) => ({
								value: `new ${type}`,
								label: `New: ${TYPE_NAMES[type].toLowerCase()}`,
								run: () => addNew(type),
							})),
						]}
					>
						<Plus size={16} aria-hidden /> Add
					</Menu>
				)}
			</div>
			<ol ref={list} class="flex flex-col rounded-box border border-line bg-base-100">
				{form.items.map((item, index) => {
					const attribute = item.kind === "field" ? findAttribute(data, item.path) : undefined;
					const title = item.kind === "heading" ? item.text : (item.label ?? attribute?.label ?? item.path);
					const open = selected === item.id;
					return (
						<li
							key={item.id}
							class="border-b border-line last:border-b-0"
							draggable={!editor.readOnly && !open}
							onDragStart={(event) => {
								dragged.current = index;
								event.dataTransfer?.setData("text/plain", item.id);
							}}
							onDragOver={(event) => {
								if (dragged.current !== undefined) event.preventDefault();
							}}
							onDrop={(event) => {
								event.preventDefault();
								if (dragged.current !== undefined) move(dragged.current, index);
								dragged.current = undefined;
							}}
						>
							<div class={`flex min-h-10 items-center gap-1 pr-1 ${open ? "bg-picked" : "hover:bg-hover"}`}>
								<GripVertical size={14} aria-hidden class="ml-1 shrink-0 cursor-grab text-soft" />
								<button
									type="button"
									data-item={item.id}
									class="flex min-w-0 flex-1 items-center gap-2 py-1.5 text-left"
									aria-expanded={open}
									onClick={() => select(open ? undefined : item.id)}
									onKeyDown={(event) => {
										if (!event.altKey || editor.readOnly) return;
										if (event.key === "ArrowUp") move(index, index - 1);
										else if (event.key === "ArrowDown") move(index, index + 1);
										else return;
										event.preventDefault();
									}}
								>
									<span class={`min-w-0 flex-1 truncate ${item.kind === "heading" ? "font-semibold" : ""}`}>
										{title}
										{item.kind === "field" && item.required === true && <span class="text-soft"> *</span>}
									</span>
									<span class="shrink-0 text-xs text-soft">
										{item.kind === "heading" ? "Heading" : attribute === undefined ? "not in the data" : TYPE_NAMES[attribute.type]}
										{item.kind === "field" && item.readOnly === true && " · read-only"}
										{item.visibleWhen !== undefined && " · at times"}
									</span>
								</button>
								{!editor.readOnly && (
									<>
										<IconButton label={`Move ${title} up`} disabled={index === 0} onClick={() => move(index, index - 1)}>
											<ArrowUp size={14} />
										</IconButton>
										<IconButton
											label={`Move ${title} down`}
											disabled={index === form.items.length - 1}
											onClick={() => move(index, index + 1)}
										>
											<ArrowDown size={14} />
										</IconButton>
										<IconButton
											label={`Remove ${title}`}
											onClick={() => onChange({ ...form, items: form.items.filter((each) => each.id !== item.id) })}
										>
											<Trash2 size={14} />
										</IconButton>
									</>
								)}
							</div>
							{open && <FormItemSettings item={item} attribute={attribute} readOnly={editor.readOnly} onChange={replace} />}
						</li>
					);
				})}
				{form.items.length === 0 && <li class="px-3 py-6 text-center text-soft">Add the first field.</li>}
			</ol>
		</div>
	);
}

const NEW_TYPES = ["text", "longText", "number", "money", "boolean", "date", "choice", "person", "file", "list"] as const;
const EXTRAS: Partial<Record<Attribute["type"], Pick<Attribute, "options" | "attributes">>> = {
	choice: {
		options: [
			{ value: "yes", label: "Yes" },
			{ value: "no", label: "No" },
		],
	},
	list: { attributes: [{ name: "item", label: "Item", type: "text" }] },
};
