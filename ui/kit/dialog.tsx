import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "./button.tsx";
import { TextInput } from "./field.tsx";

interface DialogProps {
	readonly open: boolean;
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ComponentChildren;
	/** Buttons, right-aligned at the bottom; the primary one last. */
	readonly actions?: ComponentChildren;
	readonly wide?: boolean;
}

/** A native modal dialog: the browser keeps the focus inside, Escape closes, focus goes back where it was. */
export function Dialog({ open, title, onClose, children, actions, wide }: DialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	useEffect(() => {
		const element = dialog.current;
		if (element === null) return;
		if (open && !element.open) element.showModal();
		if (!open && element.open) element.close();
	}, [open]);
	return (
		<dialog
			ref={dialog}
			aria-labelledby={id}
			class={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] flex-col overflow-hidden rounded-box border border-line bg-base-100 text-base-content shadow-float open:flex ${wide === true ? "max-w-3xl" : "max-w-lg"}`}
			onClose={onClose}
			onClick={(event) => {
				if (event.target === dialog.current) onClose();
			}}
		>
			{open && (
				<>
					<header class="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
						<h2 id={id} class="line-clamp-2 min-w-0 flex-1 text-base font-semibold break-words">
							{title}
						</h2>
						<IconButton label="Close" onClick={onClose}>
							<X size={16} />
						</IconButton>
					</header>
					<div class="flex min-h-0 flex-col gap-4 overflow-auto p-4">{children}</div>
					{actions !== undefined && <footer class="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer>}
				</>
			)}
		</dialog>
	);
}

interface TypedConfirmProps {
	readonly open: boolean;
	readonly title: string;
	/** What will happen and what cannot be taken back. */
	readonly children: ComponentChildren;
	/** The word that must be typed: the name of the thing. */
	readonly word: string;
	readonly act: string;
	readonly busy?: boolean;
	readonly onConfirm: () => void;
	readonly onClose: () => void;
}

/** Only for what cannot be undone. Everything else acts at once and offers Undo in a toast. */
export function TypedConfirm({ open, title, children, word, act, busy, onConfirm, onClose }: TypedConfirmProps) {
	const [typed, setTyped] = useState("");
	useEffect(() => setTyped(""), [open]);
	const matches = typed.trim() === word;
	return (
		<Dialog
			open={open}
			title={title}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Keep</Button>
					<Button look="danger" disabled={!matches} busy={busy === true} onClick={onConfirm}>
						{act}
					</Button>
				</>
			}
		>
			{children}
			<TextInput label={`Type “${word}” to go on`} value={typed} onChange={setTyped} autoComplete="off" />
		</Dialog>
	);
}
