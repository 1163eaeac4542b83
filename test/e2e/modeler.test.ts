import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { giveRole, setStage, signIn, type Seat, sit, type Stage } from "./stage.ts";
import type { Locator, Page } from "playwright-core";

function shape(page: Page, id: string): Locator {
	return page.getByRole("application", { name: "Diagram" }).locator(`[data-element-id="${id}"]`).first();
}

/** Two people at the demo's loan request: Ada, who draws, and Vera, who may read it. */
describe("the Modeler", () => {
	let stage: Stage;
	let ada: Seat;
	let vera: Seat;
	let modelPath: string;
	beforeAll(async () => {
		stage = await setStage();
		[ada, vera] = [await sit(stage, "light"), await sit(stage, "dark")];
		await signIn(stage, ada, "ada@harbour.example");
		await signIn(stage, vera, "vera@harbour.example");
		await ada.visit("/modeler");
		await ada.page.getByRole("link", { name: "Loan request" }).click();
		await shape(ada.page, "LoanRequestPool").waitFor();
		modelPath = new URL(ada.page.url()).pathname;
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("has an outline that is found and walked with the keyboard", async (context) => {
		const { page } = ada;
		await page.keyboard.press("o");
		const outline = page.getByRole("navigation", { name: "Outline" });
		await outline.getByRole("tree", { name: "Elements" }).waitFor();
		await ada.look(context, "modeler-outline");
		await outline.getByLabel("Find in the outline").fill("assess");
		const [first] = await outline.getByRole("treeitem", { name: /assess/i }).all();
		if (first === undefined) throw new Error("the outline finds no assessment");
		const name = await first.innerText();
		await first.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("application", { name: "Diagram" }).locator(".djs-element.selected").first().waitFor();
		context.expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe(name.trim());

		// Focus is on the canvas: the next keys are the drawing's, and J and K go along the flow.
		await page.keyboard.press("j");
		await page.waitForFunction(
			(before) => document.querySelector<HTMLTextAreaElement>("aside textarea")?.value.trim() !== before,
			name.trim(),
		);
		await page.keyboard.press("k");
		await page.waitForFunction(
			(before) => document.querySelector<HTMLTextAreaElement>("aside textarea")?.value.trim() === before,
			name.trim(),
		);
		await page.keyboard.press("a");
		await page.getByRole("combobox", { name: "Append element" }).waitFor();
		await page.keyboard.press("Escape");
		await outline.getByLabel("Find in the outline").fill("no such thing");
		await outline.getByText("Nothing has this name.").waitFor();
		await outline.getByLabel("Find in the outline").fill("");
		await page.getByRole("button", { name: "Show or hide the outline" }).click();
		await outline.waitFor({ state: "hidden" });
	});

	it("names who can give a role to somebody who has none, and has a letter to them ready", async (context) => {
		await vera.visit(modelPath);
		await vera.page.getByText("Ada Okafor or Mina Berg can give you a role here.").waitFor();
		const letter = await vera.page.getByRole("link", { name: "Ask for access" }).getAttribute("href");
		context.expect(decodeURIComponent(letter ?? "")).toMatch(/^mailto:ada@harbour\.example,mina@harbour\.example\?/);
		context.expect(decodeURIComponent(letter ?? "")).toContain(modelPath);
		await vera.look(context, "modeler-no-access");
	});

	it("lets a reader look and not draw", async (context) => {
		await ada.visit(`/customer-portal/model/${modelPath.split("/").at(-1)}`);
		await giveRole(ada.page, "Vera Sand", "Model viewer");
		await ada.page.getByRole("link", { name: "Open in Modeler" }).click();
		await shape(ada.page, "LoanRequestPool").waitFor();
		const { page } = vera;
		await vera.visit(modelPath);
		await page.getByText("You may read this model").waitFor();
		await shape(page, "LoanRequestPool").waitFor();
		context.expect(await page.locator(".djs-palette").count()).toBe(0);
		context.expect(await page.getByRole("button", { name: "Import" }).count()).toBe(0);
		await shape(page, "LoanRequestPool").click({ position: { x: 12, y: 60 } });
		context.expect(await page.getByLabel("Name", { exact: true }).isEditable()).toBe(false);
		await vera.look(context, "modeler-viewer");
	});

	it("follows another person's view until Escape", async ({ expect }) => {
		const { page } = vera;
		await page.getByRole("button", { name: "Follow Ada Okafor" }).click();
		const view = (seat: Seat): Promise<string> =>
			seat.page.evaluate(() => {
				const canvas = document.querySelector(".portico-canvas") as unknown as {
					porticoDiagram: { get(name: "canvas"): { viewbox(): { x: number; y: number } } };
				};
				const { x, y } = canvas.porticoDiagram.get("canvas").viewbox();
				return `${Math.round(x)},${Math.round(y)}`;
			});
		const scroll = (x: number): Promise<void> =>
			ada.page.evaluate((dx) => {
				const canvas = document.querySelector(".portico-canvas") as unknown as {
					porticoDiagram: { get(name: "canvas"): { scroll(by: { dx: number; dy: number }): void } };
				};
				canvas.porticoDiagram.get("canvas").scroll({ dx, dy: 0 });
			}, x);
		await scroll(-120);
		const hers = await view(ada);
		await expect.poll(() => view(vera), { timeout: 20_000 }).toBe(hers);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Follow Ada Okafor", pressed: false }).waitFor();
		await scroll(240);
		expect(await view(vera)).toBe(hers);
	});

	it("keeps what is drawn without a network, through a reload, and sends it later", async (context) => {
		const { page } = ada;
		await shape(page, "LoanRequestPool").waitFor();
		await page.getByRole("button", { name: "Follow Vera Sand" }).waitFor();
		await page.context().setOffline(true);
		await page.getByText("The server cannot be reached.").waitFor();
		await shape(page, "LoanRequestPool").click({ position: { x: 12, y: 60 } });
		await page.getByLabel("Name", { exact: true }).fill("Harbour lending");
		await page.getByLabel("Documentation").focus();
		await page.getByText("1 change is kept here and will be sent.").waitFor();
		await ada.look(context, "modeler-offline");
		await page.context().setOffline(false);
		await page.getByText("The server cannot be reached.").waitFor({ state: "hidden" });
		await shape(vera.page, "LoanRequestPool").getByText("lending").first().waitFor();
		await page.reload();
		await shape(page, "LoanRequestPool").getByText("lending").first().waitFor();
	});

	it("leads from a problem to its element, and publishes no model that has an error", async (context) => {
		const { page } = ada;
		// A message that nothing catches: an intermediate event without an event.
		await page.evaluate(() => {
			const canvas = document.querySelector(".portico-canvas") as unknown as {
				porticoDiagram: { get(name: string): Record<string, (...values: unknown[]) => unknown> };
			};
			const { porticoDiagram: diagram } = canvas;
			const pool = diagram.get("elementRegistry")["get"]?.("LoanRequestPool") as { x: number; y: number };
			const made = diagram.get("elementFactory")["createShape"]?.({ type: "bpmn:IntermediateCatchEvent" });
			diagram.get("modeling")["createShape"]?.(made, { x: pool.x + 120, y: pool.y + 120 }, pool);
		});
		const problems = page.getByRole("region", { name: "Problems" });
		await problems
			.getByRole("status")
			.getByText(/1 error/)
			.waitFor();
		await problems.getByRole("button").first().click();
		await problems.getByRole("button", { name: /does not say what it waits for/ }).click();
		await page.getByRole("heading", { name: /catch/i }).waitFor();
		await page.getByRole("application", { name: "Diagram" }).locator(".djs-element.selected").first().waitFor();
		await ada.look(context, "modeler-problem");
		await page.getByRole("button", { name: "Publish" }).click();
		const dialog = page.getByRole("dialog", { name: /Publish/ });
		await dialog.getByRole("button", { name: "Publish" }).click();
		await page.getByText(/The model has an error/).waitFor();
		await page.getByRole("button", { name: "Undo your last change" }).click();
		await problems
			.getByRole("status")
			.getByText(/1 error/)
			.waitFor({ state: "hidden" });
	});

	it("lists its keys", async (context) => {
		const { page } = ada;
		await page.keyboard.press("?");
		const sheet = page.getByRole("dialog", { name: "Keyboard" });
		for (const does of ["Show or hide the outline", "Next element along the flow", "Undo your last change"])
			await sheet.getByText(does).waitFor();
		await ada.look(context, "modeler-keys");
		await page.keyboard.press("Escape");
	});

	it("no page told of an error in its script", ({ expect }) => {
		// That it cannot reach the server while it has no network is all it told of.
		expect(ada.errors.filter((error) => !error.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
		expect(vera.errors).toEqual([]);
	});
});
