import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, TriangleAlert } from "lucide-preact";
import { useState } from "preact/hooks";
import type { Finding } from "./import-report.tsx";

/** What is wrong with the model, found while it is drawn. A press on a line leads to the element. */
export function Problems({
	findings,
	onChoose,
}: {
	readonly findings: readonly Finding[];
	readonly onChoose: (elementId: string) => void;
}) {
	const [open, setOpen] = useState(false);
	const errors = findings.filter((finding) => finding.severity === "error").length;
	const warnings = findings.length - errors;
	const words =
		findings.length === 0
			? "No problems"
			: [errors > 0 && `${errors} ${errors === 1 ? "error" : "errors"}`, warnings > 0 && `${warnings} ${warnings === 1 ? "hint" : "hints"}`]
					.filter(Boolean)
					.join(", ");
	return (
		<section aria-label="Problems" class="shrink-0 border-t border-line bg-base-100">
			<button
				type="button"
				class="flex h-9 w-full items-center gap-2 px-4 text-left hover:bg-hover"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				{findings.length === 0 ? (
					<CircleCheck size={16} aria-hidden class="text-success" />
				) : errors > 0 ? (
					<CircleAlert size={16} aria-hidden class="text-error" />
				) : (
					<TriangleAlert size={16} aria-hidden class="text-warning" />
				)}
				<span class="flex-1" role="status">
					{words}
				</span>
				{open ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
			</button>
			{open && findings.length > 0 && (
				<ul class="max-h-44 overflow-auto border-t border-line py-1">
					{findings.map((finding) => (
						<li key={`${finding.code} ${finding.at ?? ""} ${finding.detail}`}>
							<button
								type="button"
								class="flex w-full items-start gap-2 px-4 py-1.5 text-left hover:bg-hover"
								onClick={() => finding.at !== undefined && onChoose(finding.at)}
							>
								{finding.severity === "error" ? (
									<CircleAlert size={16} aria-label="Error" class="mt-0.5 shrink-0 text-error" />
								) : (
									<TriangleAlert size={16} aria-label="Hint" class="mt-0.5 shrink-0 text-warning" />
								)}
								<span class="min-w-0 break-words">{finding.detail}</span>
							</button>
						</li>
					))}
				</ul>
			)}
		</section>
	);
}
