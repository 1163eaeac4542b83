import { FileText, Paperclip, X } from "lucide-preact";
import { useState } from "preact/hooks";
import type { FileValue, Value } from "../../domain/data/model.ts";
import { isObject } from "../../domain/data/paths.ts";
import { asProblem } from "../kit/api.ts";
import { IconButton } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import type { FormPlace } from "./form-view.tsx";

interface FileControlProps {
	readonly label: string;
	readonly help?: string | undefined;
	readonly error?: string | undefined;
	readonly required?: boolean | undefined;
	readonly hideLabel?: boolean | undefined;
	readonly value: Value;
	readonly onChange: (value: Value) => void;
	readonly place: FormPlace;
}

/** One document: sent as soon as it is chosen, so that a draft keeps it. */
export function FileControl({ label, help, error, required, hideLabel, value, onChange, place }: FileControlProps) {
	const [sending, setSending] = useState<string>();
	const [failed, setFailed] = useState<string>();
	const file = asFile(value);
	const { upload } = place;

	async function send(chosen: File): Promise<void> {
		if (upload === undefined) return;
		setSending(chosen.name);
		setFailed(undefined);
		try {
			onChange({ ...(await upload(chosen)) });
		} catch (problem) {
			setFailed(asProblem(problem).message);
		} finally {
			setSending(undefined);
		}
	}

	return (
		<Field label={label} help={help} error={error ?? failed} required={required} hideLabel={hideLabel}>
			{(control) => (
				<div class="flex min-h-8 items-center gap-2">
					{file !== undefined && (
						<span class="flex min-w-0 items-center gap-1 rounded-field border border-line py-0.5 pr-0.5 pl-2">
							<FileLink file={file} place={place} />
							<IconButton label={`Remove ${file.name}`} onClick={() => onChange(null)}>
								<X size={14} />
							</IconButton>
						</span>
					)}
					{upload === undefined ? (
						<span id={control.id} class="text-soft">
							{file === undefined ? "Files can be added when the case runs." : ""}
						</span>
					) : (
						<label class={`btn btn-sm focus-within:outline-2 ${sending === undefined ? "" : "pointer-events-none"}`}>
							<Paperclip size={16} aria-hidden />
							{sending === undefined ? (file === undefined ? "Choose a file" : "Replace") : `Sending ${sending}…`}
							<input
								{...control}
								type="file"
								class="sr-only"
								disabled={sending !== undefined}
								onChange={(event) => {
									const chosen = event.currentTarget.files?.[0];
									event.currentTarget.value = "";
									if (chosen !== undefined) void send(chosen);
								}}
							/>
						</label>
					)}
				</div>
			)}
		</Field>
	);
}

/** The name of a file with its size, a link where it can be read. */
export function FileLink({ file, place }: { readonly file: FileValue; readonly place: FormPlace }) {
	const href = place.fileHref?.(file);
	const content = (
		<>
			<FileText size={16} aria-hidden class="shrink-0 text-soft" />
			<span class="truncate">{file.name}</span>
			<span class="num shrink-0 text-xs text-soft">{sizeOf(file.size)}</span>
		</>
	);
	return href === undefined ? (
		<span class="flex min-w-0 items-center gap-1.5">{content}</span>
	) : (
		<a href={href} class="flex min-w-0 items-center gap-1.5 hover:underline" target="_blank" rel="noreferrer">
			{content}
		</a>
	);
}

/** The value of a file attribute, if it is one. */
export function asFile(value: Value | undefined): FileValue | undefined {
	if (value === undefined || !isObject(value)) return undefined;
	const { fileId, name, type, size } = value;
	return typeof fileId === "string" && typeof name === "string" && typeof type === "string" && typeof size === "number"
		? { fileId, name, type, size }
		: undefined;
}

function sizeOf(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
