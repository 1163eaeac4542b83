import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-preact";
import { StatusChip } from "../kit/status.tsx";
import { exactTime, pageNow, relativeTime } from "../kit/time.tsx";
import { DUE_WORDS, dueState } from "./due.ts";

const ICONS = { "on-time": CircleCheck, "at-risk": TriangleAlert, overdue: CircleAlert } as const;

/** Due date as colour, icon and word, with the time left; the exact moment on hover. Nothing where there is none. */
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
	const state = dueState(createdAt, dueAt, now, atRiskAt);
	if (dueAt === null || state === "none") return null;
	const { tone, word } = DUE_WORDS[state];
	const when = relativeTime(dueAt, now);
	return (
		<StatusChip tone={tone} icon={ICONS[state]} title={`Due ${exactTime(dueAt)}`}>
			{long === true ? `${word} · due ${when}` : `${word} · ${when}`}
		</StatusChip>
	);
}
