import { FileText, Mail, Paperclip, Upload } from "lucide-preact";
import { useRef } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { useAct } from "../kit/query.ts";
import { EmptyState } from "../kit/states.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { type CaseDetail, caseKey, fileHref, attachFile } from "./work-api.ts";

/** Bytes in words. */
export function sizeWords(bytes: number): string {
	if (bytes < 1_000) return `${bytes} B`;
	return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The documents of a case, from people and from mail. Drop files here, or choose them. */
export function CaseFiles({ environmentId, view }: { readonly environmentId: string; readonly view: CaseDetail }) {
	const chooser = useRef<HTMLInputElement>(null);
	const upload = useAct((file: File) => attachFile(environmentId, view.caseId, file), {
		refresh: [caseKey(environmentId, view.caseId)],
		onDone: (_file, input) => toast({ text: `Added “${input.name}”.` }),
	});
	function add(files: FileList | null | undefined): void {
		for (const file of files ?? []) upload.mutate(file);
	}
	const open = view.endedAt === null;
	return (
		<div
			class="flex flex-col gap-3 p-4"
			onDragOver={(event) => event.preventDefault()}
			onDrop={(event) => {
				event.preventDefault();
				if (open) add(event.dataTransfer?.files);
			}}
		>
			{view.attachments.length === 0 ? (
				<EmptyState icon={Paperclip} title="No files" small>
					{open ? "Files that people add or that come by mail are kept here." : "Nobody added a file to this case."}
				</EmptyState>
			) : (
				<ul class="flex flex-col">
					{view.attachments.map((file) => (
						<li key={file.fileId} class="flex min-h-10 items-center gap-3 border-b border-line last:border-b-0">
							{file.origin === "mail" ? (
								<Mail size={16} aria-hidden class="text-soft" />
							) : (
								<FileText size={16} aria-hidden class="text-soft" />
							)}
							<a
								class="min-w-0 flex-1 truncate hover:underline"
								href={fileHref(environmentId, view.caseId, file.fileId)}
								target="_blank"
								rel="noreferrer"
							>
								{file.name}
							</a>
							<span class="num text-xs text-soft">{sizeWords(file.size)}</span>
							<span class="text-xs text-soft max-sm:hidden">
								{file.origin === "mail" ? `by mail, ${file.addedByName}` : file.addedByName}
							</span>
							<RelativeTime at={file.addedAt} class="text-xs text-soft" />
						</li>
					))}
				</ul>
			)}
			{open && (
				<div class="flex justify-center">
					<input
						ref={chooser}
						type="file"
						multiple
						class="sr-only"
						tabIndex={-1}
						aria-label="Files to add"
						onChange={(event) => {
							add(event.currentTarget.files);
							event.currentTarget.value = "";
						}}
					/>
					<Button icon={Upload} busy={upload.isPending} onClick={() => chooser.current?.click()}>
						Add a file
					</Button>
				</div>
			)}
		</div>
	);
}
