import { CircleAlert, TriangleAlert } from "lucide-preact";
import { Link } from "wouter-preact";
import type { StepFinding } from "./project.ts";
import { STEP_TITLES } from "./stepper.tsx";

/** Findings, each a way to the step and the thing that mends it. */
export function FindingList({
	projectId,
	findings,
	onOpen,
}: {
	readonly projectId: string;
	readonly findings: readonly StepFinding[];
	readonly onOpen?: () => void;
}) {
	return (
		<ul class="flex flex-col">
			{findings.map((finding) => {
				const Icon = finding.severity === "error" ? CircleAlert : TriangleAlert;
				return (
					<li key={`${finding.code} ${finding.at ?? ""} ${finding.detail}`}>
						<Link href={hrefOf(projectId, finding)} class="flex items-start gap-2 rounded-field px-2 py-2 hover:bg-hover" onClick={onOpen}>
							<Icon
								size={16}
								class={`mt-0.5 shrink-0 ${finding.severity === "error" ? "text-error" : "text-warning"}`}
								aria-label={finding.severity}
							/>
							<span class="min-w-0 flex-1">{finding.detail}</span>
							<span class="shrink-0 text-soft">{STEP_TITLES[finding.step]}</span>
						</Link>
					</li>
				);
			})}
		</ul>
	);
}

function hrefOf(projectId: string, finding: StepFinding): string {
	const base = `/studio/${projectId}/${finding.step}`;
	if (finding.dmn !== undefined) return `${base}?${new URLSearchParams({ file: finding.dmn.file, view: finding.dmn.element }).toString()}`;
	if (finding.at === undefined) return base;
	const name =
		finding.step === "data"
			? "field"
			: finding.step === "forms" && /^form\.(item|path|column|condition)/.test(finding.code)
				? "form"
				: "element";
	return `${base}?${name}=${encodeURIComponent(finding.at)}`;
}
