import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { acceptValue } from "../../domain/data/accept-value.ts";
import { findAttribute } from "../../domain/data/find-attribute.ts";
import type { DataModel, FileValue, Value } from "../../domain/data/model.ts";
import { valueAt, type Values } from "../../domain/data/paths.ts";
import { acceptSubmission } from "../../domain/forms/accept-submission.ts";
import type { Form, FormField } from "../../domain/forms/form.ts";
import { visibleItems, type Holds } from "../../domain/forms/visible-items.ts";
import type { Problem } from "../../domain/problem.ts";
import { Button } from "../kit/button.tsx";
import type { Option } from "../kit/field.tsx";
import { ShownValue } from "./shown-value.tsx";
import { ValueControl } from "./value-control.tsx";

/** What a form needs of the place that it stands in. */
export interface FormPlace {
	/** People who can be chosen: value is the e-mail address. */
	readonly people?: readonly (Option & { readonly detail?: string })[];
	/** Sends one file and gives its reference. Without it a file field says that files are not taken here. */
	readonly upload?: (file: File) => Promise<FileValue>;
	/** Where a file can be read. */
	readonly fileHref?: (file: FileValue) => string;
}

export interface FormViewProps {
	/** Says which conditions hold; see `visibleItems`. */
	readonly holds: Holds;
	readonly form: Form;
	readonly model: DataModel;
	/** The case's data: what read-only fields show and where the others begin. */
	readonly data: Values;
	/** What was entered earlier and not sent, by path. */
	readonly draft?: Values;
	/** Called at every change with all that was entered so far, by path: the place keeps it. */
	readonly onDraft?: (entered: Values) => void;
	/** Called with the fields that are shown, by path, once they are right; the server checks them again. */
	readonly onSubmit: (entered: Values) => void;
	/** What the server refused; `at` is a path. */
	readonly problems?: readonly Problem[];
	readonly busy?: boolean;
	readonly submitLabel?: string;
	/** Buttons beside the one that sends. */
	readonly actions?: ComponentChildren;
	/** The whole form is only read: a finished task, or one that another person has. */
	readonly readOnly?: boolean;
	readonly place?: FormPlace;
	readonly autoFocus?: boolean;
}

/**
 * Draws a form of a process and keeps what is typed. Enter in a field and ⌘Enter (Ctrl+Enter) anywhere send it. What is
 * hidden is not sent; what is wrong is named at its field, by the same function that the server uses.
 */
export function FormView({
	holds,
	form,
	model,
	data,
	draft = {},
	onDraft,
	onSubmit,
	problems = [],
	busy = false,
	submitLabel = "Complete",
	actions,
	readOnly = false,
	place = {},
	autoFocus = false,
}: FormViewProps) {
	const [entered, setEntered] = useState<Values>(draft);
	const [own, setOwn] = useState<readonly Problem[]>([]);
	const element = useRef<HTMLFormElement>(null);
	const normal = useMemo(() => normalise(form, model, entered), [form, model, entered]);
	const shown = useMemo(() => visibleItems(form, data, normal, holds), [form, data, normal, holds]);
	const all = own.length > 0 ? own : problems;

	useEffect(() => {
		if (!autoFocus || readOnly) return;
		element.current?.querySelector<HTMLElement>("input:not([disabled]), select:not([disabled]), textarea:not([disabled])")?.focus();
	}, [form.id]);
	useEffect(() => {
		if (all.length > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
	}, [all]);

	function change(path: string, value: Value): void {
		const next = { ...entered, [path]: value };
		setEntered(next);
		onDraft?.(next);
		if (own.length > 0) setOwn(own.filter((problem) => problem.at !== path && problem.at?.startsWith(`${path}[`) !== true));
	}

	function send(): void {
		if (busy || readOnly) return;
		const submitted = shownValues(form, model, data, normal, entered, shown, holds);
		const result = acceptSubmission(form, model, data, submitted, holds);
		setOwn(result.ok ? [] : result.error);
		if (result.ok) onSubmit(result.value);
	}

	const rest = all.filter((problem) => !belongsToField(problem, form, shown));
	return (
		<form
			ref={element}
			aria-label={form.title}
			noValidate
			class="flex flex-col gap-4"
			onSubmit={(event) => {
				event.preventDefault();
				send();
			}}
			onKeyDown={(event) => {
				if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
				event.preventDefault();
				send();
			}}
		>
			{rest.length > 0 && (
				<div role="alert" class="rounded-field border border-error px-3 py-2 text-error">
					{rest.map((problem) => (
						<p key={`${problem.code}${problem.at ?? ""}`}>{problem.detail}</p>
					))}
				</div>
			)}
			<div class="grid grid-cols-1 gap-x-4 gap-y-4 sm:grid-cols-2">
				{form.items.map((item) => {
					if (!shown.has(item.id)) return null;
					if (item.kind === "heading") {
						return (
							<h3 key={item.id} class="border-b border-line pb-1 font-semibold sm:col-span-2">
								{item.text}
							</h3>
						);
					}
					const attribute = findAttribute(model, item.path);
					if (attribute === undefined) return null;
					const value = Object.hasOwn(entered, item.path) ? entered[item.path] : valueAt(data, item.path);
					const label = item.label ?? attribute.label;
					return (
						<div key={item.id} class={item.width === "half" ? "min-w-0" : "min-w-0 sm:col-span-2"}>
							{readOnly || item.readOnly === true ? (
								<ShownValue label={label} attribute={attribute} value={value} help={item.help} columns={item.columns} place={place} />
							) : (
								<ValueControl
									label={label}
									attribute={attribute}
									value={value ?? null}
									help={item.help}
									required={item.required === true}
									columns={item.columns}
									at={item.path}
									problems={all}
									place={place}
									onChange={(next) => change(item.path, next)}
								/>
							)}
						</div>
					);
				})}
			</div>
			{!readOnly && (
				<div class="flex flex-wrap items-center gap-2">
					<Button type="submit" look="primary" busy={busy} title="⌘ Enter">
						{submitLabel}
					</Button>
					{actions}
				</div>
			)}
		</form>
	);
}

/** What was typed, by its types: a number as a number. What can not be read yet counts as empty. */
function normalise(form: Form, model: DataModel, entered: Values): Values {
	const values: Record<string, Value> = {};
	for (const item of form.items) {
		if (item.kind !== "field" || !Object.hasOwn(entered, item.path)) continue;
		const attribute = findAttribute(model, item.path);
		if (attribute === undefined) continue;
		const taken = acceptValue(attribute, entered[item.path], item.path);
		values[item.path] = taken.ok ? taken.value : null;
	}
	return values;
}

/** What is sent: every field that is shown and can be changed. A box that was left alone is a no. */
function shownValues(
	form: Form,
	model: DataModel,
	data: Values,
	normal: Values,
	entered: Values,
	shown: ReadonlySet<string>,
	holds: Holds,
): Values {
	const values: Record<string, Value> = {};
	for (const item of form.items) {
		if (item.kind !== "field" || item.readOnly === true || !shown.has(item.id)) continue;
		const raw = Object.hasOwn(entered, item.path) ? entered[item.path] : undefined;
		if (raw !== undefined) values[item.path] = raw;
		else if (findAttribute(model, item.path)?.type === "boolean" && typeof valueAt(data, item.path) !== "boolean")
			values[item.path] = false;
	}
	// A false that was just filled in may show or hide others; what it hides is not sent.
	const settled = visibleItems(form, data, { ...normal, ...filledFalse(values) }, holds);
	return Object.fromEntries(
		Object.entries(values).filter(([path]) => form.items.some((item) => isField(item, path) && settled.has(item.id))),
	);
}

function filledFalse(values: Values): Values {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value === false));
}

function isField(item: Form["items"][number], path: string): item is FormField {
	return item.kind === "field" && item.path === path;
}

function belongsToField(problem: Problem, form: Form, shown: ReadonlySet<string>): boolean {
	const { at } = problem;
	return (
		at !== undefined &&
		form.items.some(
			(item) =>
				item.kind === "field" &&
				item.readOnly !== true &&
				shown.has(item.id) &&
				(at === item.path || at.startsWith(`${item.path}.`) || at.startsWith(`${item.path}[`)),
		)
	);
}
