import { Bot, ChevronRight } from "lucide-preact";
import { Monogram } from "../kit/person.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { drawnElements, namesOf } from "./drawn-elements.ts";
import { commandWords, logLines } from "./log-words.ts";
import { caseKey, type LogStep, readCase, readDiagram, readLog } from "./work-api.ts";

/** Every step of a case, the newest first: who, what, when; and its outcomes, to the element. */
export function CaseLog({ environmentId, caseId }: { readonly environmentId: string; readonly caseId: string }) {
	const view = useApi(caseKey(environmentId, caseId), () => readCase(environmentId, caseId));
	const sequence = view.data?.sequence ?? 0;
	const query = useApi([...caseKey(environmentId, caseId), "log", sequence], () => readLog(environmentId, caseId));
	const svg = useApi(["work", environmentId, "diagram", caseId], () => readDiagram(environmentId, caseId), { staleTime: Infinity });
	const names = namesOf(drawnElements(svg.data ?? ""));
	return (
		<Loaded query={query} small>
			{(entries) =>
				entries.length === 0 ? (
					<EmptyState title="Nothing happened yet" small />
				) : (
					<ol class="flex flex-col py-2" aria-label="Log">
						{[...entries]
							.toSorted((a, b) => b.sequence - a.sequence)
							.map((entry) => (
								<Step key={entry.sequence} entry={entry} names={names} />
							))}
					</ol>
				)
			}
		</Loaded>
	);
}

function Step({ entry, names }: { readonly entry: LogStep; readonly names: ReadonlyMap<string, string> }) {
	const lines = logLines(entry);
	const automatic = entry.actor === "" || /^(system|portico)$/i.test(entry.actor);
	const first = lines.find((line) => line.elementId !== undefined && names.has(line.elementId));
	const element = first?.elementId === undefined ? undefined : names.get(first.elementId);
	return (
		<li class="px-4">
			<details class="group border-b border-line">
				<summary class="flex min-h-10 cursor-default list-none items-center gap-2 rounded py-1">
					{automatic ? (
						<span class="grid size-5 shrink-0 place-items-center rounded-full bg-hover text-soft">
							<Bot size={12} aria-hidden />
						</span>
					) : (
						<Monogram name={entry.actor} size={20} />
					)}
					<span class="min-w-0 flex-1 truncate">
						<span class="font-medium">{automatic ? "Portico" : entry.actor}</span> {commandWords(entry.command)}
						{element !== undefined && <span class="text-soft"> · {element}</span>}
					</span>
					<RelativeTime at={entry.at} class="text-xs text-soft" />
					<ChevronRight size={14} aria-hidden class="shrink-0 text-soft transition-transform duration-100 group-open:rotate-90" />
				</summary>
				<ul class="flex flex-col gap-1 pb-2 pl-7 text-xs">
					{lines.map((line, index) => (
						// oxlint-disable-next-line react/no-array-index-key -- the order of outcomes is their identity
						<li key={index} class="flex flex-wrap gap-x-3">
							<span class="font-medium">{line.words}</span>
							{line.elementId !== undefined && <span>{names.get(line.elementId) ?? line.elementId}</span>}
							{line.details.map(([name, value]) => (
								<span key={name} class="min-w-0 break-all text-soft">
									{name} {value}
								</span>
							))}
						</li>
					))}
					{lines.length === 0 && <li class="text-soft">No further outcome.</li>}
				</ul>
			</details>
		</li>
	);
}
