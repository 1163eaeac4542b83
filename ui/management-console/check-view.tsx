import { CircleAlert, Minus, PencilLine, Plus, TriangleAlert } from "lucide-preact";
import { Link } from "wouter-preact";
import type { CheckReport } from "./console-api.ts";

const AREA_WORDS = {
	process: "Process",
	data: "Data",
	form: "Forms",
	performer: "Performers",
	integration: "Integrations",
	rule: "Rules",
	role: "Roles",
	parameter: "Parameters",
} as const;
const CHANGES = {
	added: { icon: Plus, color: "text-success", word: "New" },
	removed: { icon: Minus, color: "text-error", word: "Gone" },
	changed: { icon: PencilLine, color: "text-info", word: "Changed" },
} as const;

/** What stands against a package here, and in what it differs from what runs. */
export function CheckView({
	environmentId,
	report,
	active,
}: {
	readonly environmentId: string;
	readonly report: CheckReport;
	readonly active: boolean;
}) {
	const areas = Object.keys(AREA_WORDS) as (keyof typeof AREA_WORDS)[];
	return (
		<div class="flex flex-col gap-4">
			{report.findings.length > 0 && (
				<ul class="flex flex-col gap-2">
					{report.findings.map((finding, index) => (
						<li key={index} class="flex items-start gap-2">
							{finding.severity === "error" ? (
								<CircleAlert size={16} class="mt-0.5 shrink-0 text-error" aria-hidden />
							) : (
								<TriangleAlert size={16} class="mt-0.5 shrink-0 text-warning" aria-hidden />
							)}
							<span class="min-w-0">
								<span class="sr-only">{finding.severity === "error" ? "Error: " : "Warning: "}</span>
								{finding.detail} <Mend environmentId={environmentId} code={finding.code} />
								<code class="block text-xs text-soft">{finding.code}</code>
							</span>
						</li>
					))}
				</ul>
			)}
			{active ? (
				<p class="text-soft">This is what runs here.</p>
			) : report.running === null ? (
				<p class="text-soft">Nothing runs here yet, so there is nothing to compare it with.</p>
			) : (
				<>
					<p>
						Against {report.running.name}, version {report.running.version}, which runs
						{report.running.openCases === 0
							? " without open cases."
							: report.running.openCases === 1
								? " with 1 open case; it goes on with the package it started on."
								: ` with ${report.running.openCases} open cases; they go on with the package they started on.`}
					</p>
					{report.differences.length === 0 && <p class="text-soft">Nothing differs.</p>}
					{areas.map((area) => {
						const found = report.differences.filter((each) => each.area === area);
						if (found.length === 0) return null;
						return (
							<section key={area}>
								<h3 class="mb-1 font-medium">{AREA_WORDS[area]}</h3>
								<ul class="flex flex-col gap-1">
									{found.map((each, index) => {
										const { icon: Icon, color, word } = CHANGES[each.change];
										return (
											<li key={index} class="flex items-baseline gap-2">
												<span class={`inline-flex w-20 shrink-0 items-center gap-1 text-xs ${color}`}>
													<Icon size={12} aria-hidden /> {word}
												</span>
												<span class="min-w-0">
													{each.name}
													{each.detail !== "" && <span class="text-soft"> {each.detail}</span>}
												</span>
											</li>
										);
									})}
								</ul>
							</section>
						);
					})}
				</>
			)}
		</div>
	);
}

/** Where a finding is mended, when that is in this console. */
function Mend({ environmentId, code }: { readonly environmentId: string; readonly code: string }) {
	const place = code === "package.parameter_missing" ? "parameters" : code === "package.nobody" ? "people" : undefined;
	if (place === undefined) return null;
	return (
		<Link class="font-medium text-primary underline" href={`/console/${environmentId}/${place}`}>
			Go there
		</Link>
	);
}
