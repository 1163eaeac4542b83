import path from "node:path";
import type { Browser, Page } from "playwright-core";
import type { TestContext } from "vitest";
import type { Stage as EnvironmentStage } from "../../tools/acts.ts";
import { type DemoCompany, readDemoCompany, seed } from "../../tools/seed.ts";
import { startPortico, type TestPortico } from "../bundle/portico.ts";
import { launch, look, person, SCREENSHOTS, type Theme } from "./browser.ts";

/** A Portico with the demo company, and a browser that people sit at. One for each test file. */
export interface Stage {
	readonly portico: TestPortico;
	readonly url: string;
	readonly demo: DemoCompany;
	readonly browser: Browser;
	/** The environment of one of the demo's processes. */
	environment(process: string, stage: EnvironmentStage): Promise<string>;
	/** Keeps a picture of every open page when a test failed. */
	keepFailure(context: TestContext): Promise<void>;
	close(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
	const portico = await startPortico();
	const { database } = portico.runtime;
	await seed(portico.url, database);
	const browser = await launch();
	return {
		portico,
		url: portico.url,
		demo: await readDemoCompany(),
		browser,
		environment: async (process, stage) => {
			const row = await database
				.prepare(
					"SELECT e.id FROM environment e JOIN workspace w ON w.company_id = e.company_id AND w.id = e.workspace_id WHERE w.name = ? AND e.stage = ? ORDER BY w.created_at LIMIT 1",
				)
				.bind(process, stage)
				.first<{ id: string }>();
			if (row === null) throw new Error(`the demo has no ${stage} of ${process}`);
			return row.id;
		},
		keepFailure: async ({ task }) => {
			if (task.result?.state !== "fail") return;
			const pages = browser.contexts().flatMap((each) => each.pages());
			const name = task.name.replaceAll(/\W+/g, "-").slice(0, 60);
			await Promise.all(pages.map((page, index) => page.screenshot({ path: path.join(SCREENSHOTS, `failed-${name}-${index}.png`) })));
		},
		close: async () => {
			await browser.close();
			await portico.close();
		},
	};
}

/** Someone at a browser of their own, in the theme they like. */
export interface Seat {
	readonly page: Page;
	readonly theme: Theme;
	/** What went wrong on the pages that they saw. */
	readonly errors: readonly string[];
	/** Goes to an address of this Portico by typing it. */
	visit(path: string): Promise<void>;
	/** Looks at what is on the screen in both themes: a picture of each is kept, and nothing may be wrong for anyone who can not see well. */
	look(context: TestContext, name: string): Promise<void>;
}

export async function sit(stage: Stage, theme: Theme, size?: { readonly width: number; readonly height: number }): Promise<Seat> {
	const { page, errors } = await person(stage.browser, theme, size);
	return {
		page,
		theme,
		errors,
		visit: async (path) => {
			await page.goto(`${stage.url}${path}`);
		},
		look: async ({ expect }, name) => {
			const other = theme === "light" ? "dark" : "light";
			const found = await look(page, name, theme);
			await page.emulateMedia({ colorScheme: other });
			found.push(...(await look(page, name, other)));
			await page.emulateMedia({ colorScheme: theme });
			// Soft: one screen's fault does not hide the next one's.
			expect.soft(found, `accessibility of ${name}`).toEqual([]);
		},
	};
}

/** Signs a builder in through the sign-in page of the company and waits for the Customer Portal, where everyone arrives. */
export async function signIn(stage: Stage, seat: Seat, email: string, password = stage.demo.password): Promise<void> {
	const { page } = seat;
	await seat.visit(`/sign-in/${stage.demo.slug}`);
	await enterAccount(page, email, password);
	// The door has a heading, too; and a visit while it still leads in would be led away.
	await page.waitForURL((url) => !url.pathname.startsWith("/sign-in/"));
	await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
}

/** Signs an end user in at the door of an environment's Work Portal. */
export async function signInToWork(stage: Stage, seat: Seat, environmentId: string, email: string): Promise<void> {
	const { page } = seat;
	await seat.visit(`/work/${environmentId}`);
	await enterAccount(page, email, stage.demo.password);
	await page.getByRole("heading", { name: "Inbox", level: 1 }).waitFor();
}

export async function enterAccount(page: Page, email: string, password: string): Promise<void> {
	await page.getByLabel("E-mail").fill(email);
	await page.getByLabel("Password").fill(password);
	await page.getByRole("button", { name: "Sign in" }).click();
}

/** Chooses in a field with suggestions as a person does: types, and takes what is offered. */
export async function pick(page: Page, label: string, typed: string): Promise<void> {
	const box = page.getByRole("combobox", { name: label });
	await box.fill(typed);
	await page.getByRole("option", { name: typed }).click();
	// The list closes, and a frame later the box takes the focus: what is typed before then would land in it.
	await page.getByRole("option", { name: typed }).waitFor({ state: "hidden" });
	await page.waitForFunction((input) => input === document.activeElement, await box.elementHandle());
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Gives a role on the node of the Customer Portal that is open. */
export async function giveRole(page: Page, to: string, role: string): Promise<void> {
	await page.getByRole("button", { name: "Give a role" }).click();
	const dialog = page.getByRole("dialog", { name: /^Give a role/ });
	await pick(page, "To", to);
	await dialog.getByRole("radio", { name: role }).check();
	await dialog.getByRole("button", { name: "Give the role" }).click();
	await dialog.waitFor({ state: "hidden" });
}
