import { Plus, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import type { MailCondition, MailTrigger } from "../../domain/mail/trigger.ts";
import type { ApiProblem } from "../kit/api.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { addTrigger, changeTrigger, mailKey, type StoredTrigger } from "./mail-api.ts";
import { ON_WORDS, TEST_WORDS } from "./trigger-words.ts";

const NEW: MailTrigger = {
	name: "",
	enabled: true,
	conditions: [{ on: "subject", test: "contains", text: "" }],
	fields: [],
};

const FIELD_HELP = "mail.from, mail.fromName, mail.subject, mail.text, mail.receivedAt";

/** Makes or changes a trigger. What the server finds wrong is shown at its field. */
export function TriggerEditor({
	environmentId,
	trigger,
	onClose,
}: {
	readonly environmentId: string;
	readonly trigger: StoredTrigger | "new" | null;
	readonly onClose: () => void;
}) {
	const [draft, setDraft] = useState<MailTrigger>(() => startOf(trigger));
	const [problem, setProblem] = useState<ApiProblem | null>(null);
	const save = useAct(
		() => {
			const cleaned = clean(draft);
			return trigger === "new" || trigger === null ? addTrigger(environmentId, cleaned) : changeTrigger(environmentId, trigger.id, cleaned);
		},
		{
			refresh: [mailKey(environmentId, "triggers")],
			onDone: (made) => {
				toast({ text: trigger === "new" ? `Added “${made.name}”.` : `Saved “${made.name}”.` });
				onClose();
			},
			onProblem: setProblem,
		},
	);
	const set = (changes: Partial<MailTrigger>): void => {
		setProblem(null);
		setDraft({ ...draft, ...changes });
	};
	const errorAt = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);
	const known =
		problem?.field !== undefined && /^(name|conditions\.\d+\.text|fields\.\d+\.(from|to)|attachmentsTo|startEvent)$/.test(problem.field);
	return (
		<Dialog
			open={trigger !== null}
			wide
			title={trigger === "new" ? "New trigger" : "Trigger"}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" type="submit" form="trigger" busy={save.isPending} disabled={draft.name.trim() === ""}>
						{trigger === "new" ? "Add trigger" : "Save"}
					</Button>
				</>
			}
		>
			<form
				id="trigger"
				class="flex flex-col gap-5"
				onSubmit={(event) => {
					event.preventDefault();
					save.mutate(undefined);
				}}
			>
				{problem !== null && !known && (
					<p role="alert" class="text-error">
						{problem.message} <code class="text-xs">{problem.code}</code>
					</p>
				)}
				<TextInput label="Name" required value={draft.name} maxLength={120} error={errorAt("name")} onChange={(name) => set({ name })} />
				<Conditions conditions={draft.conditions} errorAt={errorAt} onChange={(conditions) => set({ conditions })} />
				<Fields fields={draft.fields} errorAt={errorAt} onChange={(fields) => set({ fields })} />
				<div class="grid gap-4 sm:grid-cols-2">
					<TextInput
						label="Attachments go to"
						help="An attribute that is a list of files. Without one they are still among the case's files."
						value={draft.attachmentsTo ?? ""}
						error={errorAt("attachmentsTo")}
						onChange={(attachmentsTo) => set({ attachmentsTo })}
					/>
					<TextInput
						label="Start event"
						help="Its id in the process. Empty: where cases usually start."
						value={draft.startEvent ?? ""}
						error={errorAt("startEvent")}
						onChange={(startEvent) => set({ startEvent })}
					/>
				</div>
				<Checkbox label="Switched on" value={draft.enabled} onChange={(enabled) => set({ enabled })} />
			</form>
		</Dialog>
	);
}

type ErrorAt = (field: string) => string | undefined;

function Conditions({
	conditions,
	errorAt,
	onChange,
}: {
	readonly conditions: readonly MailCondition[];
	readonly errorAt: ErrorAt;
	readonly onChange: (conditions: MailCondition[]) => void;
}) {
	const replace = (index: number, changes: Partial<MailCondition>): void =>
		onChange(conditions.map((each, at) => (at === index ? { ...each, ...changes } : each)));
	return (
		<fieldset class="flex flex-col gap-2">
			<legend class="mb-1 font-medium">When all of these hold</legend>
			{conditions.length === 0 && <p class="text-soft">No condition: every mail that gets here.</p>}
			{conditions.map((condition, index) => (
				<div key={index} class="grid grid-cols-[1fr_1fr_auto] items-start gap-2 sm:grid-cols-[8rem_11rem_1fr_auto]">
					<Select
						label={`Part of the mail, condition ${index + 1}`}
						hideLabel
						value={condition.on}
						onChange={(on) => replace(index, { on: on as MailCondition["on"] })}
						options={Object.entries(ON_WORDS).map(([value, label]) => ({ value, label }))}
					/>
					<Select
						label={`Test, condition ${index + 1}`}
						hideLabel
						value={condition.test}
						onChange={(test) => replace(index, { test: test as MailCondition["test"] })}
						options={Object.entries(TEST_WORDS).map(([value, label]) => ({ value, label }))}
					/>
					<div class="max-sm:col-span-2 max-sm:row-start-2">
						<TextInput
							label={`Text, condition ${index + 1}`}
							hideLabel
							value={condition.text}
							maxLength={400}
							error={errorAt(`conditions.${index}.text`)}
							onChange={(text) => replace(index, { text })}
						/>
					</div>
					<IconButton label={`Remove condition ${index + 1}`} onClick={() => onChange(conditions.filter((_, at) => at !== index))}>
						<Trash2 size={16} />
					</IconButton>
				</div>
			))}
			<div>
				<Button small icon={Plus} onClick={() => onChange([...conditions, { on: "subject", test: "contains", text: "" }])}>
					Condition
				</Button>
			</div>
		</fieldset>
	);
}

function Fields({
	fields,
	errorAt,
	onChange,
}: {
	readonly fields: MailTrigger["fields"];
	readonly errorAt: ErrorAt;
	readonly onChange: (fields: MailTrigger["fields"]) => void;
}) {
	const replace = (index: number, changes: Partial<MailTrigger["fields"][number]>): void =>
		onChange(fields.map((each, at) => (at === index ? { ...each, ...changes } : each)));
	return (
		<fieldset class="flex flex-col gap-2">
			<legend class="mb-1 font-medium">The case takes</legend>
			<p class="text-xs text-soft">
				At the left a value in FEEL, of {FIELD_HELP}; at the right the attribute that it goes to, such as applicant.name.
			</p>
			{fields.map((field, index) => (
				<div key={index} class="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[1fr_1fr_auto]">
					<TextInput
						label={`Value ${index + 1}`}
						hideLabel
						value={field.from}
						error={errorAt(`fields.${index}.from`)}
						onChange={(from) => replace(index, { from })}
					/>
					<div class="max-sm:col-start-1 max-sm:row-start-2">
						<TextInput
							label={`Attribute ${index + 1}`}
							hideLabel
							value={field.to}
							error={errorAt(`fields.${index}.to`)}
							onChange={(to) => replace(index, { to })}
						/>
					</div>
					<IconButton label={`Remove value ${index + 1}`} onClick={() => onChange(fields.filter((_, at) => at !== index))}>
						<Trash2 size={16} />
					</IconButton>
				</div>
			))}
			<div>
				<Button small icon={Plus} onClick={() => onChange([...fields, { from: "mail.subject", to: "" }])}>
					Value
				</Button>
			</div>
		</fieldset>
	);
}

function startOf(trigger: StoredTrigger | "new" | null): MailTrigger {
	if (trigger === null || trigger === "new") return NEW;
	const { id: _id, ...rest } = trigger;
	return rest;
}

/** Empty texts of optional parts are left out. */
function clean({ attachmentsTo, startEvent, ...draft }: MailTrigger): MailTrigger {
	return {
		...draft,
		name: draft.name.trim(),
		...(attachmentsTo === undefined || attachmentsTo.trim() === "" ? {} : { attachmentsTo: attachmentsTo.trim() }),
		...(startEvent === undefined || startEvent.trim() === "" ? {} : { startEvent: startEvent.trim() }),
	};
}
