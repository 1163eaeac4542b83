import { signal } from "@preact/signals";

/** `system` follows the machine's own setting and changes with it. */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "portico.theme";
const NAMES = { light: "portico", dark: "portico-dark" } as const;

function stored(): ThemeChoice {
	try {
		const name = localStorage.getItem(KEY);
		return name === NAMES.light ? "light" : name === NAMES.dark ? "dark" : "system";
	} catch {
		return "system";
	}
}

/** The person's choice on this machine. Change it with `chooseTheme`. */
export const themeChoice = signal<ThemeChoice>(stored());

/** Takes a theme at once and keeps it for the next visit. */
export function chooseTheme(choice: ThemeChoice): void {
	themeChoice.value = choice;
	if (choice === "system") delete document.documentElement.dataset["theme"];
	else document.documentElement.dataset["theme"] = NAMES[choice];
	try {
		if (choice === "system") localStorage.removeItem(KEY);
		else localStorage.setItem(KEY, NAMES[choice]);
	} catch {
		// Storage can be refused; the choice then holds for this page.
	}
}

/** Whether the page is dark now, whoever decided it. */
export function isDark(): boolean {
	if (themeChoice.value !== "system") return themeChoice.value === "dark";
	return matchMedia("(prefers-color-scheme: dark)").matches;
}
