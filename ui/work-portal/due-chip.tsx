import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-preact";
import { useRoute } from "wouter-preact";
import { StatusChip } from "../kit/status.tsx";
import { exactTime, pageNow, relativeTime } from "../kit/time.tsx";
import { useApi } from "../kit/query.ts";
import { DUE_WORDS, dueState } from "./due.ts";
import { readMyCalendar } from "./work-api.ts";
import { workLeft } from "./work-left.ts";

const ICONS = { "on-time": CircleCheck, "at-risk": TriangleAlert, overdue: CircleAlert } as const;

/** Calendars change seldom, and what they say here is only for the eye. */
const CALENDAR_FRESH_MS = 600_000;

/** Due date as colour, icon and word, with the time left; the exact moment and the working time left on hover. Nothing where there is none. */
export function DueChip({
	createdAt,
	dueAt,
	atRiskAt,
	long,
}: {
	readonly createdAt: number;
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
	readonly long?: boolean;
}) {
	const now = pageNow();
	const [, params] = useRoute("/work/:environmentId/*?");
	const environmentId = params?.environmentId ?? "";
	const calendar = useApi(["work", environmentId, "calendar"], () => readMyCalendar(environmentId), {
		enabled: dueAt !== null && environmentId !== "",
		staleTime: CALENDAR_FRESH_MS,
	}).data;
	const state = dueState(createdAt, dueAt, now, atRiskAt);
	if (dueAt === null || state === "none") return null;
	const { tone, word } = DUE_WORDS[state];
	const when = relativeTime(dueAt, now);
	const left = calendar === undefined ? undefined : workLeft(calendar, now, dueAt);
	return (
		<StatusChip tone={tone} icon={ICONS[state]} title={`Due ${exactTime(dueAt)}${left === undefined ? "" : ` · ${left}`}`}>
			{long === true ? `${word} · due ${when}${left === undefined ? "" : ` · ${left}`}` : `${word} · ${when}`}
		</StatusChip>
	);
}
