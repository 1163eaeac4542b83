import { FileUp } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface DropFileProps {
	readonly enabled: boolean;
	readonly label: string;
	readonly onFile: (file: File) => void;
	readonly class?: string;
	readonly children: ComponentChildren;
}

/** A place on which a file can be dropped; says so while one is held over it. The button of the page does the same without a pointer. */
export function DropFile({ enabled, label, onFile, class: more = "", children }: DropFileProps) {
	const [over, setOver] = useState(false);
	const isFile = (event: DragEvent): boolean => enabled && (event.dataTransfer?.types.includes("Files") ?? false);
	return (
		<div
			class={`relative ${more === "" ? "min-h-full" : more}`}
			onDragOver={(event) => {
				if (!isFile(event)) return;
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={(event) => {
				if (event.currentTarget === event.target) setOver(false);
			}}
			onDrop={(event) => {
				if (!isFile(event)) return;
				event.preventDefault();
				setOver(false);
				const [file] = event.dataTransfer?.files ?? [];
				if (file !== undefined) onFile(file);
			}}
		>
			{children}
			{over && (
				<div class="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-box border-2 border-dashed border-primary bg-base-100/85">
					<p class="flex items-center gap-2 text-base font-semibold">
						<FileUp size={20} aria-hidden /> {label}
					</p>
				</div>
			)}
		</div>
	);
}
