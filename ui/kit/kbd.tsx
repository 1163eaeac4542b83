const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const SIGNS: Readonly<Record<string, string>> = {
	$mod: isMac ? "⌘" : "Ctrl",
	Shift: "⇧",
	Alt: isMac ? "⌥" : "Alt",
	Enter: "↵",
	Escape: "Esc",
	ArrowUp: "↑",
	ArrowDown: "↓",
	ArrowLeft: "←",
	ArrowRight: "→",
	Space: "Space",
};

/** Keys as tinykeys writes them, shown as this machine's keyboard names them. */
export function Kbd({ keys }: { readonly keys: string }) {
	const parts = keys.split(/[+ ]/);
	return (
		<span class="inline-flex gap-1">
			{parts.map((part) => (
				<kbd key={part} class="kbd">
					{SIGNS[part] ?? part.toUpperCase()}
				</kbd>
			))}
		</span>
	);
}
