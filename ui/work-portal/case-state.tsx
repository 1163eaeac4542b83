import { CircleCheck, CircleDot, CirclePause, CircleSlash, OctagonX, type LucideIcon } from "lucide-preact";
import { StatusChip, type Tone } from "../kit/status.tsx";
import { exactTime } from "../kit/time.tsx";

const LOOKS: Readonly<Record<string, { readonly tone: Tone; readonly word: string; readonly icon: LucideIcon }>> = {
	running: { tone: "info", word: "Running", icon: CircleDot },
	suspended: { tone: "warning", word: "Suspended", icon: CirclePause },
	completed: { tone: "success", word: "Completed", icon: CircleCheck },
	terminated: { tone: "neutral", word: "Ended early", icon: CircleSlash },
	cancelled: { tone: "neutral", word: "Cancelled", icon: CircleSlash },
	failed: { tone: "error", word: "Failed", icon: OctagonX },
};

/** Where a case stands. */
export function CaseStateChip({ state, endedAt }: { readonly state: string; readonly endedAt: number | null }) {
	const look = LOOKS[state] ?? { tone: "neutral" as const, word: state, icon: CircleDot };
	return (
		<StatusChip tone={look.tone} icon={look.icon} title={endedAt === null ? undefined : exactTime(endedAt)}>
			{look.word}
		</StatusChip>
	);
}
