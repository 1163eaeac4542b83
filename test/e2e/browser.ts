import { mkdir } from "node:fs/promises";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium as playwright, type Page } from "playwright-core";
import { root } from "../../tools/build.ts";
import { chromium, CHROMIUM_FLAGS } from "../../tools/chromium.ts";

export const SCREENSHOTS = path.join(root, "output", "screenshots");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export type Theme = "light" | "dark";

export async function launch(): Promise<Browser> {
	await mkdir(SCREENSHOTS, { recursive: true });
	const executablePath = chromium();
	return playwright.launch({ args: [...CHROMIUM_FLAGS], ...(executablePath === undefined ? {} : { executablePath }) });
}

/** One person at one browser: own cookies, one theme, no motion, so that pictures repeat. Errors on the page are kept in `errors`. */
export async function person(
	browser: Browser,
	theme: Theme,
	size = { width: 1440, height: 900 },
): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
	const context = await browser.newContext({ colorScheme: theme, reducedMotion: "reduce", viewport: size });
	// A person who sees nothing happen for this long would say that it hangs.
	context.setDefaultTimeout(30_000);
	const page = await context.newPage();
	const errors: string[] = [];
	page.on("pageerror", (error) => errors.push(String(error)));
	page.on("console", (message) => {
		if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) errors.push(message.text());
	});
	return { context, page, errors };
}

/** Keeps a picture of the screen as build output, and answers what axe finds against WCAG 2.2 AA, one line a finding. */
export async function look(page: Page, name: string, theme: Theme): Promise<string[]> {
	await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${theme}.png`), animations: "disabled", caret: "hide" });
	// Legacy mode stays in this page: a mail is shown in a frame without scripts, which axe can not enter.
	const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(WCAG).analyze();
	return violations.flatMap((violation) =>
		violation.nodes.map(
			(node) => `${name} (${theme}): ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary ?? violation.help}`,
		),
	);
}
