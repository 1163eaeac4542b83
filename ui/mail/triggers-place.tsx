import { ArrowDown, ArrowUp, FlaskConical, Pencil, Plus, Trash2, Zap } from "lucide-preact";
import { useState } from "preact/hooks";
import type { MailTrigger } from "../../domain/mail/trigger.ts";
import { Button, IconButton } from "../kit/button.tsx";
import { Page } from "../kit/page.tsx";
import { queryClient, useAct, useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { toast } from "../kit/toast.tsx";
import { addTrigger, changeTrigger, deleteTrigger, mailKey, orderTriggers, readTriggers, type StoredTrigger } from "./mail-api.ts";
import { conditionWords } from "./trigger-words.ts";
import { TriggerEditor } from "./trigger-editor.tsx";
import { TriggerTrial } from "./trigger-trial.tsx";

/** The rules of an environment's inbox: `/console/:environmentId/triggers`. Rendered inside the console's frame. */
export function TriggersPlace({ environmentId }: { readonly environmentId: string }) {
	const key = mailKey(environmentId, "triggers");
	const list = useApi(key, () => readTriggers(environmentId));
	const [edited, setEdited] = useState<StoredTrigger | "new" | null>(null);
	const [trying, setTrying] = useState(false);
	useShortcuts("Triggers", [
		{ keys: "n", does: "New trigger", run: () => setEdited("new") },
		{ keys: "t", does: "Try a mail", run: () => setTrying(true) },
	]);
	return (
		<Page
			title="Triggers"
			subtitle="A mail to this environment starts a case by the first trigger, from the top, whose conditions all hold."
			actions={
				<>
					<Button icon={FlaskConical} onClick={() => setTrying(true)}>
						Try a mail
					</Button>
					<Button look="primary" icon={Plus} onClick={() => setEdited("new")}>
						New trigger
					</Button>
				</>
			}
		>
			<Loaded query={list}>
				{({ triggers }) =>
					triggers.length === 0 ? (
						<EmptyState
							icon={Zap}
							title="No trigger yet"
							action={
								<Button icon={Plus} onClick={() => setEdited("new")}>
									New trigger
								</Button>
							}
						>
							Without one, a mail waits under Mail until a person decides. A trigger says which mails start a case and what the case takes
							from them.
						</EmptyState>
					) : (
						<Ordered environmentId={environmentId} triggers={triggers} onEdit={setEdited} />
					)
				}
			</Loaded>
			<TriggerEditor
				key={edited === null ? "none" : edited === "new" ? "new" : edited.id}
				environmentId={environmentId}
				trigger={edited}
				onClose={() => setEdited(null)}
			/>
			<TriggerTrial environmentId={environmentId} open={trying} onClose={() => setTrying(false)} />
		</Page>
	);
}

function Ordered({
	environmentId,
	triggers,
	onEdit,
}: {
	readonly environmentId: string;
	readonly triggers: readonly StoredTrigger[];
	readonly onEdit: (trigger: StoredTrigger) => void;
}) {
	const key = mailKey(environmentId, "triggers");
	const show = (next: readonly StoredTrigger[]): (() => void) => {
		const before = queryClient.getQueryData(key);
		queryClient.setQueryData(key, { triggers: next });
		return () => queryClient.setQueryData(key, before);
	};
	const order = useAct((ids: string[]) => orderTriggers(environmentId, ids), {
		refresh: [key],
		optimistic: (ids) => show(ids.flatMap((id) => triggers.find((each) => each.id === id) ?? [])),
	});
	const change = useAct(({ id, trigger }: { id: string; trigger: MailTrigger }) => changeTrigger(environmentId, id, trigger), {
		refresh: [key],
		optimistic: ({ id, trigger }) => show(triggers.map((each) => (each.id === id ? { ...each, ...trigger } : each))),
	});
	const remove = useAct((trigger: StoredTrigger) => deleteTrigger(environmentId, trigger.id), {
		refresh: [key],
		optimistic: (trigger) => show(triggers.filter((each) => each.id !== trigger.id)),
		onDone: (_done, trigger) => {
			const place = triggers.findIndex((each) => each.id === trigger.id);
			toast({ text: `Deleted “${trigger.name}”.`, undo: () => void restore(trigger, place) });
		},
	});
	async function restore({ id: _id, ...trigger }: StoredTrigger, place: number): Promise<void> {
		const made = await addTrigger(environmentId, trigger);
		const others = triggers.filter((each) => each.id !== _id).map((each) => each.id);
		await orderTriggers(environmentId, [...others.slice(0, place), made.id, ...others.slice(place)]);
		await queryClient.invalidateQueries({ queryKey: key });
	}
	function move(index: number, step: number): void {
		const ids = triggers.map((each) => each.id);
		const [id] = ids.splice(index, 1);
		if (id === undefined) return;
		ids.splice(index + step, 0, id);
		order.mutate(ids);
	}
	return (
		<ol class="mx-auto flex max-w-4xl flex-col gap-2" aria-label="Triggers in order">
			{triggers.map((trigger, index) => (
				<li key={trigger.id} class="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-box border border-line bg-base-100 px-3 py-2">
					<span class="num w-5 shrink-0 text-right text-soft">{index + 1}</span>
					<div class="min-w-0 flex-1 basis-60">
						<div class="flex items-center gap-2">
							<button type="button" class="min-w-0 truncate rounded text-left font-medium hover:underline" onClick={() => onEdit(trigger)}>
								{trigger.name}
							</button>
							<StatusChip tone={trigger.enabled ? "success" : "neutral"}>{trigger.enabled ? "On" : "Off"}</StatusChip>
						</div>
						<p class="text-xs text-soft">{conditionWords(trigger.conditions)}</p>
					</div>
					<div class="flex shrink-0 items-center gap-1">
						<Button
							small
							onClick={() => {
								const { id, ...rest } = trigger;
								change.mutate({ id, trigger: { ...rest, enabled: !trigger.enabled } });
							}}
						>
							{trigger.enabled ? "Switch off" : "Switch on"}
						</Button>
						<IconButton label={`Move “${trigger.name}” up`} disabled={index === 0} onClick={() => move(index, -1)}>
							<ArrowUp size={16} />
						</IconButton>
						<IconButton label={`Move “${trigger.name}” down`} disabled={index === triggers.length - 1} onClick={() => move(index, 1)}>
							<ArrowDown size={16} />
						</IconButton>
						<IconButton label={`Edit “${trigger.name}”`} onClick={() => onEdit(trigger)}>
							<Pencil size={16} />
						</IconButton>
						<IconButton label={`Delete “${trigger.name}”`} onClick={() => remove.mutate(trigger)}>
							<Trash2 size={16} />
						</IconButton>
					</div>
				</li>
			))}
		</ol>
	);
}
