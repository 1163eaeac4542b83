import { Check, X } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextArea, TextInput } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { ErrorState } from "../kit/states.tsx";
import { StatusChip, type Tone } from "../kit/status.tsx";
import { type Trial, tryTriggers } from "./mail-api.ts";
import { conditionWords } from "./trigger-words.ts";

/** Shows what the triggers would make of a mail, before one comes. */
export function TriggerTrial({
	environmentId,
	open,
	onClose,
}: {
	readonly environmentId: string;
	readonly open: boolean;
	readonly onClose: () => void;
}) {
	const [sample, setSample] = useState({ from: "ann@customer.example", subject: "", body: "" });
	const attempt = useAct(() => tryTriggers(environmentId, sample), { onProblem: () => {} });
	return (
		<Dialog
			open={open}
			wide
			title="Try a mail"
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Close</Button>
					<Button look="primary" type="submit" form="trial" busy={attempt.isPending}>
						Try
					</Button>
				</>
			}
		>
			<form
				id="trial"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					attempt.mutate(undefined);
				}}
			>
				<p class="text-soft">Nothing is sent and no case is started.</p>
				<div class="grid gap-4 sm:grid-cols-2">
					<TextInput label="From" required value={sample.from} onChange={(from) => setSample({ ...sample, from })} />
					<TextInput label="Subject" value={sample.subject} onChange={(subject) => setSample({ ...sample, subject })} />
				</div>
				<TextArea label="Text" value={sample.body} onChange={(body) => setSample({ ...sample, body })} />
			</form>
			<div aria-live="polite">
				{attempt.error !== null && <ErrorState small problem={attempt.error} />}
				{attempt.data !== undefined && <Outcome trial={attempt.data} />}
			</div>
		</Dialog>
	);
}

const WORDS: Readonly<Record<Trial["triggers"][number]["outcome"], { readonly tone: Tone; readonly word: string }>> = {
	wins: { tone: "success", word: "Starts the case" },
	later: { tone: "neutral", word: "One above wins" },
	off: { tone: "neutral", word: "Would, but is off" },
	no: { tone: "neutral", word: "Does not match" },
};

function Outcome({ trial }: { readonly trial: Trial }) {
	const winner = trial.triggers.find((each) => each.outcome === "wins");
	return (
		<div class="flex flex-col gap-3">
			<p class="font-medium">
				{winner === undefined ? "No trigger takes this mail; it would wait for a person." : `“${winner.name}” would start a case.`}
			</p>
			<ol class="flex flex-col gap-2">
				{trial.triggers.map((trigger) => (
					<li key={trigger.id} class="rounded-box border border-line px-3 py-2">
						<div class="flex items-center gap-2">
							<span class="min-w-0 flex-1 truncate font-medium">{trigger.name}</span>
							<StatusChip tone={WORDS[trigger.outcome].tone}>{WORDS[trigger.outcome].word}</StatusChip>
						</div>
						<ul class="text-xs">
							{trigger.conditions.map(({ condition, holds }, index) => (
								<li key={index} class="flex items-center gap-1">
									{holds ? <Check size={12} aria-label="Holds:" /> : <X size={12} aria-label="Does not hold:" />}
									{conditionWords([condition])}
								</li>
							))}
						</ul>
					</li>
				))}
			</ol>
			{trial.problem !== null && (
				<p class="text-error">
					{trial.problem.at === undefined ? "" : `${trial.problem.at}: `}
					{trial.problem.detail} <code class="text-xs">{trial.problem.code}</code>
				</p>
			)}
			{trial.variables !== null && (
				<section aria-label="What the case takes">
					<h3 class="mb-1 font-medium">What the case takes</h3>
					<pre class="overflow-auto rounded-box border border-line bg-base-200 p-3 text-xs" tabIndex={0}>
						{JSON.stringify(trial.variables, null, 2)}
					</pre>
				</section>
			)}
		</div>
	);
}
