import { Plus } from "lucide-preact";
import { useMemo } from "preact/hooks";
import { defaultForm } from "../../domain/forms/default-form.ts";
import type { Form } from "../../domain/forms/form.ts";
import { slugOf, uniqueIn } from "../../domain/deployment/names.ts";
import { FullForm } from "../forms/full-form.tsx";
import { Button } from "../kit/button.tsx";
import { Select } from "../kit/field.tsx";
import { EmptyState } from "../kit/states.tsx";
import { toast } from "../kit/toast.tsx";
import { FormDesigner } from "./form-designer.tsx";
import { allElements, nameOf } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import type { Editor } from "./use-editor.ts";

const PREVIEW_PLACE = { people: [{ value: "ann@example.com", label: "Ann Example" }] };

/** The forms of a project: the list, the designer and how it looks, side by side. */
export function FormsStep({ editor }: { readonly editor: Editor }) {
	const { automation, project } = editor;
	const [elementId, setElement] = useQueryParam("element");
	const [formId, setForm] = useQueryParam("form");
	const wanted = formId ?? (elementId === undefined ? undefined : automation.elements[elementId]?.form) ?? automation.startForm;
	const form = automation.forms.find((each) => each.id === wanted) ?? automation.forms[0];
	const tasks = allElements(project).filter((each) => each.type === "userTask" || automation.elements[each.id]?.form !== undefined);
	const missing = tasks.filter((each) => automation.elements[each.id]?.form === undefined);

	function open(id: string): void {
		if (elementId !== undefined) setElement(undefined);
		setForm(id);
	}

	function add(title: string, forElement: string | undefined): void {
		const id = uniqueIn(new Set(automation.forms.map((each) => each.id)), slugOf(title, "form"), "-");
		editor.change("add a form", (draft) => ({
			...draft,
			forms: [...draft.forms, defaultForm(draft.data, { id, title })],
			...(forElement === undefined ? {} : { elements: { ...draft.elements, [forElement]: { ...draft.elements[forElement], form: id } } }),
		}));
		open(id);
	}

	function put(next: Form): void {
		editor.change(`form ${next.id}`, (draft) => ({ ...draft, forms: draft.forms.map((each) => (each.id === next.id ? next : each)) }));
	}

	const shownBy = tasks.filter((each) => automation.elements[each.id]?.form === form?.id);
	return (
		<div class="grid h-full min-h-0 grid-cols-1 lg:grid-cols-[13rem_minmax(20rem,1fr)_minmax(20rem,1fr)]">
			<nav aria-label="Forms" class="min-h-0 overflow-auto border-b border-line bg-base-100 p-2 lg:border-r lg:border-b-0">
				<ul class="flex flex-col">
					{automation.forms.map((each) => (
						<li key={each.id}>
							<button
								type="button"
								aria-current={each.id === form?.id ? "true" : undefined}
								class={`flex min-h-9 w-full items-center rounded-field px-2 py-1 text-left ${each.id === form?.id ? "bg-picked font-medium" : "hover:bg-hover"}`}
								onClick={() => open(each.id)}
							>
								<span class="min-w-0 flex-1 truncate">{each.title}</span>
								{each.id === automation.startForm && <span class="text-xs text-soft">start</span>}
							</button>
						</li>
					))}
				</ul>
				{!editor.readOnly && (
					<div class="mt-2 flex flex-col items-start gap-1">
						<Button small look="quiet" icon={Plus} onClick={() => add("New form", undefined)}>
							New form
						</Button>
						{missing.map((each) => (
							<Button key={each.id} small look="quiet" icon={Plus} onClick={() => add(nameOf(each), each.id)}>
								{`For “${nameOf(each)}”`}
							</Button>
						))}
					</div>
				)}
			</nav>
			{form === undefined ? (
				<EmptyState title="No forms yet">Each task of a person shows a form. Make the first one at the left.</EmptyState>
			) : (
				<>
					<section aria-label="Designer" class="min-h-0 overflow-auto p-4">
						<FormDesigner key={form.id} editor={editor} form={form} onChange={put} />
						<div class="mt-4 flex flex-col gap-3 border-t border-line pt-4">
							<p class="text-soft">
								{form.id === automation.startForm
									? "Shown before a case is started by hand."
									: shownBy.length === 0
										? "No task shows this form."
										: `Shown by ${shownBy.map(nameOf).join(", ")}.`}
							</p>
							{form.id !== automation.startForm && (
								<Select
									label="Also show it for"
									value=""
									placeholder="Choose a task"
									readOnly={editor.readOnly}
									options={tasks
										.filter((each) => automation.elements[each.id]?.form !== form.id)
										.map((each) => ({ value: each.id, label: nameOf(each) }))}
									onChange={(id) => {
										if (id !== "") editor.changeElement(id, { form: form.id });
									}}
								/>
							)}
						</div>
					</section>
					<section aria-label="Preview" class="min-h-0 overflow-auto border-t border-line bg-base-100 p-4 lg:border-t-0 lg:border-l">
						<h2 class="mb-3 flex items-baseline gap-2 text-base font-semibold">
							{form.title} <span class="text-xs font-normal text-soft">as people see it</span>
						</h2>
						<Preview form={form} editor={editor} isStart={form.id === automation.startForm} />
					</section>
				</>
			)}
		</div>
	);
}

/** The form as it will be, with its rules at work. A change of the form keeps what was typed into it. */
function Preview({ form, editor, isStart }: { readonly form: Form; readonly editor: Editor; readonly isStart: boolean }) {
	const valid = useMemo(() => form.items.filter((item) => item.kind === "heading" || item.path !== ""), [form]);
	return (
		<FullForm
			key={form.id}
			form={{ ...form, items: valid }}
			model={editor.automation.data}
			data={{}}
			place={PREVIEW_PLACE}
			submitLabel={isStart ? "Start" : "Complete"}
			onSubmit={() => toast({ text: "This would be accepted." })}
		/>
	);
}
