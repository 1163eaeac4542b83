import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { tinykeys } from "tinykeys";
import { Checkbox } from "./field.tsx";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";

/** One key of a view. `keys` as tinykeys writes them: `j`, `?`, `$mod+k`, `g i`. */
export interface Shortcut {
	readonly keys: string;
	/** What it does, for the sheet: "Next task". Without it the key works but is not listed. */
	readonly does?: string;
	readonly run: (event: KeyboardEvent) => void;
	/** Works in fields too; only for chords with ⌘, Ctrl or Alt. */
	readonly inFields?: boolean;
}

const KEY = "portico.single-keys";

/** Single-key shortcuts can be switched off (WCAG 2.1.4); chords with ⌘ or Ctrl stay. */
export const singleKeys = signal(readSetting());
export const shortcutSheetOpen = signal(false);
interface ActiveGroup {
	readonly group: string;
	readonly shortcuts: readonly Shortcut[];
}
const active = signal<readonly ActiveGroup[]>([]);

function readSetting(): boolean {
	try {
		return localStorage.getItem(KEY) !== "off";
	} catch {
		return true;
	}
}

/** Whether a key press belongs to the field or dialog it is typed into. */
function isTaken(event: KeyboardEvent): boolean {
	const target = event.target;
	if (!(target instanceof Element)) return false;
	if (target.closest("dialog[open], [role=menu], [role=listbox]") !== null) return true;
	if (target instanceof HTMLElement && target.isContentEditable) return true;
	if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
	return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether a view that came later binds the same key: the newest wins. */
function isTakenOver(entry: ActiveGroup, keys: string): boolean {
	return active.value.slice(active.value.indexOf(entry) + 1).some((later) => later.shortcuts.some((each) => each.keys === keys));
}

/** Layouts differ in whether a sign needs Shift: `?` is bound with and without. */
function keysOf(keys: string): readonly string[] {
	return keys === "?" ? ["?", "Shift+?"] : [keys];
}

const isChord = (keys: string): boolean => /\$mod|Control|Meta|Alt/.test(keys);

/**
 * Binds the keys of a view while it is shown and lists them on the `?` sheet under `group`.
 * The newest view wins where two bind the same key. Enter and Space on a focused button or link stay with that.
 */
export function useShortcuts(group: string, shortcuts: readonly Shortcut[], enabled = true): void {
	const current = useRef(shortcuts);
	current.current = shortcuts;
	const names = shortcuts.map((each) => each.keys).join("\n");
	useEffect(() => {
		if (!enabled) return undefined;
		const entry = { group, shortcuts: current.current };
		active.value = [...active.value, entry];
		const bindings = Object.fromEntries(
			current.current.flatMap((each, index) =>
				keysOf(each.keys).map((keys) => [
					keys,
					(event: KeyboardEvent) => {
						const now = current.current[index];
						if (now === undefined || event.defaultPrevented || isTakenOver(entry, now.keys)) return;
						if (isTaken(event) && now.inFields !== true) return;
						if (!isChord(now.keys) && !singleKeys.value) return;
						if (
							/^(Enter|Space)$/.test(now.keys) &&
							event.target instanceof Element &&
							event.target.closest("button, a, summary, [role=tab], [role=treeitem]")
						)
							return;
						event.preventDefault();
						now.run(event);
					},
				]),
			),
		);
		const stop = tinykeys(window, bindings);
		return () => {
			stop();
			active.value = active.value.filter((each) => each !== entry);
		};
	}, [group, names, enabled]);
}

/** The `?` sheet; the shell renders it once. */
export function ShortcutSheet() {
	const groups = new Map<string, Shortcut[]>();
	for (const { group, shortcuts } of active.value) {
		const listed = shortcuts.filter((each) => each.does !== undefined);
		if (listed.length > 0) groups.set(group, [...(groups.get(group) ?? []), ...listed]);
	}
	return (
		<Dialog open={shortcutSheetOpen.value} title="Keyboard" onClose={() => (shortcutSheetOpen.value = false)}>
			{[...groups].map(([group, shortcuts]) => (
				<section key={group} class="flex flex-col gap-1">
					<h3 class="font-semibold">{group}</h3>
					<dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
						{shortcuts.map((each) => (
							<div key={each.keys} class="col-span-2 grid min-h-7 grid-cols-subgrid items-center">
								<dt>{each.does}</dt>
								<dd>
									<Kbd keys={each.keys} />
								</dd>
							</div>
						))}
					</dl>
				</section>
			))}
			<Checkbox
				label="Single-key shortcuts"
				help="Keys with ⌘ or Ctrl always work."
				value={singleKeys.value}
				onChange={(on) => {
					singleKeys.value = on;
					try {
						localStorage.setItem(KEY, on ? "on" : "off");
					} catch {
						// Storage can be refused; the setting then holds for this page.
					}
				}}
			/>
		</Dialog>
	);
}
