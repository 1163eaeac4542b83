import { CircleAlert } from "lucide-preact";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";

export interface Finding {
	readonly severity: "error" | "warning";
	readonly code: string;
	readonly detail: string;
	readonly at?: string | undefined;
}

/** What a file had and the model can not keep. Nothing is lost without being said. */
export function ImportReport({ findings, onClose }: { readonly findings: readonly Finding[]; readonly onClose: () => void }) {
	return (
		<Dialog
			open
			title="Imported, with notes"
			onClose={onClose}
			actions={
				<Button look="primary" onClick={onClose}>
					Go on
				</Button>
			}
		>
			<p class="text-soft">The model is imported. This is what could not be kept as it was in the file.</p>
			<ul class="flex flex-col gap-2">
				{findings.map((finding) => (
					<li key={`${finding.code} ${finding.at ?? ""} ${finding.detail}`} class="flex gap-2">
						<CircleAlert size={16} aria-hidden class="mt-0.5 shrink-0 text-warning" />
						<span class="min-w-0 break-words">{finding.detail}</span>
					</li>
				))}
			</ul>
		</Dialog>
	);
}
