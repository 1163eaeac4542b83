import { Plus, Trash2 } from "lucide-preact";
import type { Performer, PerformerSource } from "../../domain/allocation/performer.ts";
import { slugOf, uniqueIn } from "../../domain/deployment/names.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Select, TextInput } from "../kit/field.tsx";
import { Section } from "../kit/page.tsx";
import { ElementPicker } from "./element-picker.tsx";
import { FeelField } from "./feel-field.tsx";
import { allElements, nameOf } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import type { Editor } from "./use-editor.ts";

const KINDS: Readonly<Record<PerformerSource["kind"], string>> = {
	role: "Everyone with a role",
	group: "Everyone in a group",
	person: "One person",
	starter: "Who started the case",
	expression: "Whom an expression gives",
};

/** Who does each task, and the roles that the project knows. */
export function PerformersStep({ editor }: { readonly editor: Editor }) {
	const [selected, select] = useQueryParam("element");
	const { automation } = editor;
	const tasks = allElements(editor.project).filter((each) => each.type === "userTask" || automation.elements[each.id]?.form !== undefined);
	const element = tasks.find((each) => each.id === selected) ?? tasks[0];
	const performer: Performer = (element === undefined ? undefined : automation.elements[element.id]?.performer) ?? {
		assign: "pool",
		from: [],
	};
	const put = (next: Performer): void => {
		if (element !== undefined) editor.changeElement(element.id, { performer: next.from.length === 0 ? undefined : next });
	};
	const putSource = (index: number, source: PerformerSource): void =>
		put({ ...performer, from: performer.from.map((each, at) => (at === index ? source : each)) });

	return (
		<ElementPicker
			label="Tasks"
			elements={tasks}
			current={element?.id}
			onSelect={select}
			empty="This process has no task for a person."
			isDone={(each) => automation.elements[each.id]?.performer !== undefined}
		>
			<div class="grid grid-cols-1 gap-4 xl:grid-cols-2">
				{element !== undefined && (
					<Section
						title={`Who does “${nameOf(element)}”`}
						actions={
							!editor.readOnly && (
								<Button small icon={Plus} onClick={() => put({ ...performer, from: [...performer.from, fresh("role", editor)] })}>
									Add
								</Button>
							)
						}
					>
						<div class="flex flex-col gap-4">
							{performer.from.length === 0 && <p class="text-soft">Nobody yet. Add who the task is for.</p>}
							{performer.from.map((source, index) => (
								// oxlint-disable-next-line react/no-array-index-key -- sources are edited in place
								<div key={index} class="flex items-end gap-2">
									<div class="grid min-w-0 flex-1 grid-cols-1 gap-2 sm:grid-cols-2">
										<Select
											label={index === 0 ? "Who" : "or"}
											value={source.kind}
											readOnly={editor.readOnly}
											options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
											onChange={(kind) => putSource(index, fresh(kind as PerformerSource["kind"], editor))}
										/>
										<SourceSetting source={source} editor={editor} onChange={(next) => putSource(index, next)} />
									</div>
									{!editor.readOnly && (
										<IconButton
											label={`Remove ${KINDS[source.kind]}`}
											onClick={() => put({ ...performer, from: performer.from.filter((_, at) => at !== index) })}
										>
											<Trash2 size={16} />
										</IconButton>
									)}
								</div>
							))}
							<fieldset class="flex flex-col gap-1" disabled={editor.readOnly}>
								<legend class="mb-1 font-medium">When it is for several</legend>
								{(["pool", "one"] as const).map((assign) => (
									<label key={assign} class="flex items-center gap-2">
										<input
											type="radio"
											name="assign"
											class="radio radio-sm radio-primary"
											checked={performer.assign === assign}
											onChange={() => put({ ...performer, assign })}
										/>
										{assign === "pool" ? "All see it and one claims it" : "It is given to the one with the fewest open tasks"}
									</label>
								))}
							</fieldset>
						</div>
					</Section>
				)}
				<Roles editor={editor} />
			</div>
		</ElementPicker>
	);
}

function SourceSetting({
	source,
	editor,
	onChange,
}: {
	readonly source: PerformerSource;
	readonly editor: Editor;
	readonly onChange: (next: PerformerSource) => void;
}) {
	const fixed = editor.readOnly;
	switch (source.kind) {
		case "role":
			return (
				<Select
					label="Role"
					value={source.role}
					readOnly={fixed}
					options={editor.automation.roles.map((role) => ({ value: role.name, label: role.title }))}
					onChange={(role) => onChange({ kind: "role", role })}
				/>
			);
		case "group":
			return (
				<TextInput
					label="Group"
					help="Its name in the environment, in small letters"
					value={source.group}
					readOnly={fixed}
					onChange={(group) => onChange({ kind: "group", group })}
				/>
			);
		case "person":
			return (
				<TextInput
					label="E-mail address"
					type="email"
					value={source.email}
					readOnly={fixed}
					onChange={(email) => onChange({ kind: "person", email })}
				/>
			);
		case "starter":
			return <p class="self-center text-soft">The person who began the case.</p>;
		case "expression":
			return (
				<FeelField
					label="Expression"
					help="FEEL that gives an address or a list of them"
					value={source.expression}
					disabled={fixed}
					placeholder="applicant.manager"
					onChange={(expression) => onChange({ kind: "expression", expression })}
				/>
			);
	}
}

function fresh(kind: PerformerSource["kind"], editor: Editor): PerformerSource {
	const role = editor.automation.roles[0]?.name;
	switch (kind) {
		case "role":
			return role === undefined ? { kind: "starter" } : { kind, role };
		case "group":
			return { kind, group: "team" };
		case "person":
			return { kind, email: "name@example.com" };
		case "starter":
			return { kind };
		case "expression":
			return { kind, expression: "case.starter.email" };
	}
}

/** The roles of the project: environments give them to their people. */
function Roles({ editor }: { readonly editor: Editor }) {
	const { roles } = editor.automation;
	const used = new Set(
		Object.values(editor.automation.elements).flatMap((own) =>
			(own.performer?.from ?? []).flatMap((each) => (each.kind === "role" ? [each.role] : [])),
		),
	);
	return (
		<Section
			title="Roles"
			actions={
				!editor.readOnly && (
					<Button
						small
						icon={Plus}
						onClick={() =>
							editor.change("add a role", (draft) => ({
								...draft,
								roles: [
									...draft.roles,
									{ name: uniqueIn(new Set(draft.roles.map((each) => each.name)), slugOf("New role", "role"), "-"), title: "New role" },
								],
							}))
						}
					>
						Add a role
					</Button>
				)
			}
		>
			<ul class="flex flex-col gap-2">
				{roles.length === 0 && <li class="text-soft">No roles yet.</li>}
				{roles.map((role) => (
					<li key={role.name} class="flex items-center gap-2">
						<div class="min-w-0 flex-1">
							<TextInput
								label={`Title of ${role.name}`}
								hideLabel
								value={role.title}
								readOnly={editor.readOnly}
								onChange={(title) =>
									editor.change(`role ${role.name}`, (draft) => ({
										...draft,
										roles: draft.roles.map((each) => (each.name === role.name ? { ...each, title } : each)),
									}))
								}
							/>
						</div>
						<code class="w-40 truncate text-xs text-soft">{role.name}</code>
						{!editor.readOnly && (
							<IconButton
								label={`Remove ${role.title}`}
								disabled={used.has(role.name)}
								onClick={() =>
									editor.change("remove a role", (draft) => ({ ...draft, roles: draft.roles.filter((each) => each.name !== role.name) }))
								}
							>
								<Trash2 size={16} />
							</IconButton>
						)}
					</li>
				))}
			</ul>
		</Section>
	);
}
