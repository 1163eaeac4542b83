import { CircleAlert, TriangleAlert } from "lucide-preact";
import type { Report } from "../project.ts";
import type { Entry } from "./file-outline.ts";

interface Props {
	readonly report: Report | undefined;
	readonly file: string;
	readonly entries: readonly Entry[];
	readonly onOpen: (id: string) => void;
}

/** What the check of the saved draft says of one file, each a way to the decision that it is in. */
export function FileFindings({ report, file, entries, onOpen }: Props) {
	const findings = (report?.findings ?? []).flatMap((each) => (each.dmn?.file === file ? [{ ...each, dmn: each.dmn }] : []));
	if (findings.length === 0) return null;
	return (
		<section aria-label="Findings" class="max-h-40 shrink-0 overflow-auto border-t border-line bg-base-100 px-2 py-1">
			<ul>
				{findings.map((finding) => {
					const entry = entries.find((each) => each.id === finding.dmn.element || each.name === finding.dmn.element);
					const Icon = finding.severity === "error" ? CircleAlert : TriangleAlert;
					const said = (
						<>
							<Icon
								size={16}
								class={`mt-0.5 shrink-0 ${finding.severity === "error" ? "text-error" : "text-warning"}`}
								aria-label={finding.severity}
							/>
							<span class="min-w-0 flex-1">{finding.detail.replace(`${file}: `, "")}</span>
						</>
					);
					return (
						<li key={`${finding.code} ${finding.detail}`}>
							{entry === undefined ? (
								<p class="flex items-start gap-2 px-2 py-1.5">{said}</p>
							) : (
								<button
									type="button"
									class="flex w-full items-start gap-2 rounded-field px-2 py-1.5 text-left hover:bg-hover"
									onClick={() => onOpen(entry.id)}
								>
									{said}
								</button>
							)}
						</li>
					);
				})}
			</ul>
		</section>
	);
}
