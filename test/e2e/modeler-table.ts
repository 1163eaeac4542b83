import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { grant, invite, makeCompany, makeModel, tree } from "../../tools/acts.ts";
import { root } from "../../tools/build.ts";
import type { Client } from "../../tools/client.ts";
import { startPortico, type TestPortico } from "../bundle/portico.ts";
import { launch, person, type Theme } from "./browser.ts";
import { layHands } from "./modeler-hands.ts";

const PASSWORD = "correct horse battery staple";
const COMPANY = { name: "Drawing", slug: "drawing", region: "eu" };

/** A Portico, a browser and a company in which people draw. */
export interface Table {
	readonly portico: TestPortico;
	readonly admin: Client;
	/** A model of what the demo company draws, or of another file. */
	model(name: string, bpmn?: string): Promise<string>;
	/** Somebody who may do this with the model, at an own browser. */
	sit(name: string, role: "model-editor" | "model-viewer", modelId: string): Promise<Place>;
	close(): Promise<void>;
}

export interface Place {
	readonly id: string;
	readonly grantId: string;
	readonly context: BrowserContext;
	readonly page: Page;
	readonly errors: string[];
}

export async function loanRequest(): Promise<string> {
	return readFile(path.join(root, "tools", "demo-company", "loan-request.bpmn"), "utf8");
}

export async function layTable(): Promise<Table> {
	const portico = await startPortico();
	const browser = await launch();
	const email = "ada@drawing.example";
	const admin = await makeCompany(portico.url, portico.runtime.database, COMPANY, { name: "Ada", email, password: PASSWORD });
	const subscription = (await tree(admin)).find(({ level, kind }) => level === "subscription" && kind === "modeler");
	if (subscription === undefined) throw new Error("a new company has no Modeler");
	let people = 0;
	return {
		portico,
		admin,
		model: async (name, bpmn) => (await makeModel(admin, subscription.id, name, bpmn ?? (await loanRequest()))).modelId,
		sit: async (name, role, modelId) => {
			const address = `person${++people}@drawing.example`;
			const { id } = await invite(admin, { name, email: address, password: PASSWORD });
			const grantId = await grant(admin, "model", modelId, role, id);
			return { id, grantId, ...(await openBrowser(browser, portico.url, address)) };
		},
		close: async () => {
			await browser.close();
			await portico.close();
		},
	};
}

async function openBrowser(browser: Browser, url: string, email: string, theme: Theme = "light"): ReturnType<typeof person> {
	const place = await person(browser, theme);
	await place.page.goto(`${url}/sign-in/${COMPANY.slug}`);
	const status = await place.page.evaluate(
		async ([address, password, company]) =>
			(
				await fetch("/api/identity/company/sign-in", {
					method: "POST",
					headers: { "content-type": "application/json" },
					body: JSON.stringify({ company, email: address, password }),
				})
			).status,
		[email, PASSWORD, COMPANY.slug] as const,
	);
	if (status !== 200) throw new Error(`${email} can not sign in: ${status}`);
	return place;
}

/** Opens a model and waits until it is drawn and live. */
export async function openModel(page: Page, url: string, modelId: string): Promise<void> {
	await page.goto(`${url}/modeler/${modelId}`);
	await page.waitForFunction(
		() =>
			(document.querySelector(".portico-canvas") as { porticoRoom?: { state: { value: string } } } | null)?.porticoRoom?.state.value ===
			"live",
	);
	await page.evaluate(layHands);
}
