import { Play } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { type CaseDetail, caseKey, startActivity } from "./work-api.ts";

type Choice = CaseDetail["choices"][number];

/** So many are shown at once: the diagram below should stay in sight. */
const MOST = 6;

/** What people may begin now, where the process leaves the choice to them (ad-hoc sub-processes). Nothing when there is none. */
export function Choices({ environmentId, view }: { readonly environmentId: string; readonly view: CaseDetail }) {
	const [all, setAll] = useState(false);
	const begin = useAct((choice: Choice) => startActivity(environmentId, view.caseId, choice.choice), {
		refresh: [caseKey(environmentId, view.caseId)],
		onDone: (_answer, choice) => toast({ text: `“${choice.name}” was started.` }),
	});
	if (view.choices.length === 0) return null;
	// One hidden behind a button would take no less room.
	const few = all || view.choices.length <= MOST + 1;
	const shown = few ? view.choices : view.choices.slice(0, MOST);
	return (
		<section aria-label="Start an activity" class="flex flex-wrap items-center gap-2 border-b border-line bg-base-100 px-4 py-2">
			<h2 class="w-full font-medium">Start an activity</h2>
			{shown.map((choice) => (
				<Button
					key={choice.choice}
					small
					icon={Play}
					class="max-w-full min-w-0"
					title={titleOf(choice)}
					busy={begin.isPending && begin.variables.choice === choice.choice}
					disabled={view.state === "suspended"}
					onClick={() => begin.mutate(choice)}
				>
					<span class="truncate">{choice.name}</span>
					{choice.started > 0 && <span class="num font-normal text-soft">{choice.started}×</span>}
				</Button>
			))}
			{!few && (
				<Button small look="quiet" onClick={() => setAll(true)}>
					{`${view.choices.length - MOST} more`}
				</Button>
			)}
			{view.state === "suspended" && <span class="text-soft">Nothing can be started while the case is suspended.</span>}
		</section>
	);
}

function titleOf({ name, started }: Choice): string {
	if (started === 0) return name;
	return `${name}. ${started === 1 ? "Started once." : `Started ${started} times.`}`;
}
