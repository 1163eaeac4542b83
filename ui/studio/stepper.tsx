import { Link } from "wouter-preact";
import { STEPS, type Step } from "../../domain/deployment/steps.ts";
import type { Report } from "./project.ts";

export const STEP_TITLES: Readonly<Record<Step, string>> = {
	process: "Process",
	data: "Data",
	forms: "Forms",
	rules: "Rules",
	performers: "Performers",
	integrations: "Integrations",
	run: "Run and package",
};

const RADIUS = 7;
const ROUND = 2 * Math.PI * RADIUS;

/** The seven steps, free to jump between; each ring says how far its step is. */
export function Stepper({
	projectId,
	current,
	report,
}: {
	readonly projectId: string;
	readonly current: Step;
	readonly report: Report | undefined;
}) {
	return (
		<nav aria-label="Steps" class="relative shrink-0 overflow-x-auto border-b border-line bg-base-100 px-2">
			<ol class="flex min-w-max">
				{STEPS.map((step, index) => {
					const state = report?.completeness.find((each) => each.step === step);
					const errors = report?.findings.filter((each) => each.step === step && each.severity === "error").length ?? 0;
					const words = spoken(state, errors);
					return (
						<li key={step}>
							<Link
								href={`/studio/${projectId}/${step}`}
								aria-current={step === current ? "step" : undefined}
								class={`-mb-px flex h-10 items-center gap-2 border-b-2 px-3 whitespace-nowrap ${step === current ? "border-primary font-medium" : "border-transparent text-soft hover:text-base-content"}`}
								title={words}
							>
								<Ring done={state?.done ?? 0} total={state?.total ?? 0} wrong={errors > 0} />
								<span>
									<span class="num">{index + 1}</span> {STEP_TITLES[step]}
								</span>
								<span class="sr-only">{words}</span>
							</Link>
						</li>
					);
				})}
			</ol>
		</nav>
	);
}

function spoken(state: { readonly done: number; readonly total: number } | undefined, errors: number): string {
	if (state === undefined) return "";
	if (errors > 0) return `${errors} to mend`;
	if (state.total === 0) return "nothing to do";
	return state.done === state.total ? "done" : `${state.done} of ${state.total} done`;
}

/** A ring that fills; full it carries a tick, wrong a stroke. Form says what colour says. */
function Ring({ done, total, wrong }: { readonly done: number; readonly total: number; readonly wrong: boolean }) {
	const part = total === 0 ? 0 : done / total;
	const full = total > 0 && part === 1 && !wrong;
	const color = wrong ? "var(--color-error)" : full ? "var(--color-success)" : "var(--color-primary)";
	return (
		<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="none" stroke-width="2" stroke-linecap="round">
			<circle cx="9" cy="9" r={RADIUS} stroke="var(--color-base-300)" stroke-dasharray={total === 0 ? "2 3" : undefined} />
			{part > 0 && (
				<circle cx="9" cy="9" r={RADIUS} stroke={color} stroke-dasharray={`${part * ROUND} ${ROUND}`} transform="rotate(-90 9 9)" />
			)}
			{full && <path d="M6 9.2l2.1 2.1L12 7.4" stroke={color} stroke-width="1.6" />}
			{wrong && <path d="M9 5.8v3.6M9 12.2v.1" stroke={color} />}
		</svg>
	);
}
