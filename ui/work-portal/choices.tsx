import { Play } from "lucide-preact";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { type CaseDetail, caseKey, startActivity } from "./work-api.ts";

/** What people may begin now, where the process leaves the choice to them (ad-hoc sub-processes). Nothing when there is none. */
export function Choices({ environmentId, view }: { readonly environmentId: string; readonly view: CaseDetail }) {
	const begin = useAct((choice: CaseDetail["choices"][number]) => startActivity(environmentId, view.caseId, choice.choice), {
		refresh: [caseKey(environmentId, view.caseId)],
		onDone: (_answer, choice) => toast({ text: `“${choice.name}” was started.` }),
	});
	if (view.choices.length === 0) return null;
	return (
		<section aria-label="Start an activity" class="flex flex-wrap items-center gap-2 border-b border-line bg-base-100 px-4 py-2">
			<h2 class="mr-2 font-medium">Start an activity</h2>
			{view.choices.map((choice) => (
				<Button
					key={choice.choice}
					small
					icon={Play}
					busy={begin.isPending && begin.variables.choice === choice.choice}
					disabled={view.state === "suspended"}
					onClick={() => begin.mutate(choice)}
				>
					{choice.started === 0 ? choice.name : `${choice.name} (${choice.started})`}
				</Button>
			))}
			{view.state === "suspended" && <span class="text-soft">Nothing can be started while the case is suspended.</span>}
		</section>
	);
}
