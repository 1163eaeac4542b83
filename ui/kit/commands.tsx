import { signal } from "@preact/signals";
import { Search, type LucideIcon } from "lucide-preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiProblem } from "./api.ts";
import { matches } from "./command-match.ts";
import { Kbd } from "./kbd.tsx";
import { moveCursor } from "./list-keys.ts";

/** One thing that ⌘K can do or find. */
export interface Command {
	readonly id: string;
	/** Starts with a verb, or is the name of a thing: "New case", "Loan request 2041". */
	readonly title: string;
	/** Heading in the palette: "Work", "Cases", "Settings". */
	readonly group: string;
	readonly icon?: LucideIcon;
	/** Further words it is found by. */
	readonly words?: string;
	/** The shortcut that does the same. */
	readonly keys?: string;
	readonly run: () => void;
}

/** Finds things on the server while the person types: people, cases, models. */
export type CommandSource = (text: string) => Promise<readonly Command[]>;

export const paletteOpen = signal(false);
const registered = signal<readonly (readonly Command[])[]>([]);
const sources = signal<readonly CommandSource[]>([]);

/** Registers a view's commands while it is shown. `commands` may be a new array on each draw. */
export function useCommands(commands: readonly Command[]): void {
	const key = commands.map((each) => `${each.id} ${each.title}`).join("\n");
	const latest = useRef(commands);
	latest.current = commands;
	useEffect(() => {
		const entry = latest.current.map((each, index) => ({ ...each, run: () => latest.current[index]?.run() }));
		registered.value = [...registered.value, entry];
		return () => {
			registered.value = registered.value.filter((each) => each !== entry);
		};
	}, [key]);
}

/** Registers a search of the server while a view is shown. */
export function useCommandSource(source: CommandSource): void {
	const latest = useRef(source);
	latest.current = source;
	useEffect(() => {
		const entry: CommandSource = (text) => latest.current(text);
		sources.value = [...sources.value, entry];
		return () => {
			sources.value = sources.value.filter((each) => each !== entry);
		};
	}, []);
}

/** ⌘K; the shell renders it once. */
export function CommandPalette() {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	const [text, setText] = useState("");
	const [found, setFound] = useState<readonly Command[]>([]);
	const [cursor, setCursor] = useState(0);
	const open = paletteOpen.value;

	useEffect(() => {
		if (open && dialog.current?.open === false) {
			setText("");
			setCursor(0);
			dialog.current.showModal();
		}
		if (!open && dialog.current?.open === true) dialog.current.close();
	}, [open]);
	useEffect(() => {
		setFound([]);
		if (!open || text.trim().length < 2) return undefined;
		let gone = false;
		const timer = setTimeout(() => {
			for (const source of sources.value) {
				source(text.trim()).then(
					(commands) => !gone && setFound((before) => [...before, ...commands]),
					(error: unknown) => {
						// A search that fails leaves the commands usable; anything but an answer of the server is a fault of ours.
						if (!(error instanceof ApiProblem)) throw error;
					},
				);
			}
		}, 120);
		return () => {
			gone = true;
			clearTimeout(timer);
		};
	}, [text, open]);

	const own = registered.value.flat().filter((each) => matches(each, text));
	const shown = [...own, ...found].slice(0, 60).toSorted((a, b) => groupOrder(own, found, a) - groupOrder(own, found, b));
	function run(command: Command | undefined): void {
		if (command === undefined) return;
		paletteOpen.value = false;
		// After the dialog has given the focus back, so that the command may move it.
		setTimeout(command.run, 0);
	}
	function onKey(event: KeyboardEvent): void {
		if (event.key === "ArrowDown") setCursor(moveCursor(cursor, 1, shown.length));
		else if (event.key === "ArrowUp") setCursor(moveCursor(cursor, -1, shown.length));
		else if (event.key === "Enter") run(shown[cursor]);
		else return;
		event.preventDefault();
	}
	useEffect(() => {
		document.getElementById(`${id}-${cursor}`)?.scrollIntoView({ block: "nearest" });
	}, [cursor]);

	return (
		<dialog
			ref={dialog}
			aria-label="Commands"
			class="mx-auto mt-[12dvh] mb-auto w-[calc(100vw-2rem)] max-w-xl overflow-hidden rounded-box border border-line bg-base-100 text-base-content shadow-float"
			onClose={() => (paletteOpen.value = false)}
			onClick={(event) => {
				if (event.target === dialog.current) paletteOpen.value = false;
			}}
		>
			{open && (
				<>
					<div class="flex items-center gap-2 border-b border-line px-3">
						<Search size={16} aria-hidden class="text-soft" />
						<input
							autofocus
							role="combobox"
							aria-label="Find or do"
							aria-expanded
							aria-controls={`${id}-list`}
							aria-activedescendant={shown.length === 0 ? undefined : `${id}-${cursor}`}
							class="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-soft"
							placeholder="Find or do anything"
							value={text}
							onInput={(event) => {
								setText(event.currentTarget.value);
								setCursor(0);
							}}
							onKeyDown={onKey}
						/>
						<Kbd keys="Escape" />
					</div>
					<ul id={`${id}-list`} role="listbox" aria-label="Commands" class="max-h-[50dvh] overflow-auto p-1">
						{shown.map((command, index) => (
							<li key={`${command.group} ${command.id}`} role="presentation">
								{shown[index - 1]?.group !== command.group && (
									<p class="px-2 pt-2 pb-1 text-xs font-medium text-soft" aria-hidden>
										{command.group}
									</p>
								)}
								<div
									id={`${id}-${index}`}
									role="option"
									aria-selected={index === cursor}
									class="popup-item"
									onPointerMove={() => setCursor(index)}
									onClick={() => run(command)}
								>
									{command.icon !== undefined && <command.icon size={16} aria-hidden class="shrink-0 text-soft" />}
									<span class="min-w-0 flex-1 truncate">{command.title}</span>
									{command.keys !== undefined && <Kbd keys={command.keys} />}
								</div>
							</li>
						))}
					</ul>
					{shown.length === 0 && <p class="px-4 pb-6 text-center text-soft">Nothing found. Try fewer letters.</p>}
				</>
			)}
		</dialog>
	);
}

/** Groups keep the order in which they were registered, and stay together. */
function groupOrder(own: readonly Command[], found: readonly Command[], command: Command): number {
	return [...own, ...found].findIndex((each) => each.group === command.group);
}
