import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { root } from "../../tools/build.ts";
import { giveRole, setStage, signIn, type Seat, sit, type Stage } from "./stage.ts";

/** A shape on the canvas. bpmn.io names each by the id of its element, which is what a drawing has in place of roles. */
function shape(page: Page, id: string): Locator {
	return page.getByRole("application", { name: "Diagram" }).locator(`[data-element-id="${id}"]`).first();
}

/** Two people draw one model, publish it, and read it in the Process Library: Ada in light, Tomas in dark. */
describe("a model", () => {
	let stage: Stage;
	let ada: Seat;
	let tomas: Seat;
	beforeAll(async () => {
		stage = await setStage();
		[ada, tomas] = [await sit(stage, "light"), await sit(stage, "dark")];
		await signIn(stage, ada, "ada@harbour.example");
		await signIn(stage, tomas, "tomas@harbour.example");
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("is made of a BPMN file and shared with somebody", async (context) => {
		const { page } = ada;
		await ada.visit("/modeler");
		await page.getByRole("link", { name: "Loan request" }).waitFor();
		await ada.look(context, "modeler-list");
		const file = await readFile(path.join(root, "tools", "demo-company", "purchase-order.bpmn"));
		await page.getByLabel("BPMN file").setInputFiles({ name: "office-supplies.bpmn", mimeType: "application/xml", buffer: file });
		const dialog = page.getByRole("dialog", { name: "Model from a file" });
		await dialog.getByLabel("Name").fill("Office supplies");
		await ada.look(context, "modeler-import");
		await dialog.getByRole("button", { name: "Import" }).click();
		await page.getByRole("heading", { name: "Office supplies", level: 1 }).waitFor();
		await shape(page, "OrderGoods").waitFor();

		await ada.visit(`/customer-portal/model/${new URL(page.url()).pathname.split("/").at(-1)}`);
		await giveRole(page, "Tomas Lind", "Model editor");
		await page.getByRole("link", { name: "Open in Modeler" }).click();
		await shape(page, "OrderGoods").waitFor();
		await ada.look(context, "modeler-canvas");
	});

	it("shows each the other, and every change as it is made", async (context) => {
		await tomas.visit("/modeler");
		await tomas.page.getByRole("link", { name: "Office supplies" }).click();
		await shape(tomas.page, "OrderGoods").waitFor();
		await ada.page.getByRole("button", { name: "Follow Tomas Lind" }).waitFor();
		await tomas.page.getByRole("button", { name: "Follow Ada Okafor" }).waitFor();

		// By the panel: the name is the model's as soon as its field is left.
		await shape(ada.page, "OrderGoods").click();
		await ada.page.getByLabel("Name").fill("Order the goods");
		await ada.page.getByLabel("Documentation").focus();
		await shape(tomas.page, "OrderGoods").getByText("goods").first().waitFor();
		await shape(tomas.page, "OrderGoods").getByText(/the/).first().waitFor();
		await tomas.look(context, "modeler-together");

		// On the canvas: a double click opens the name.
		await shape(tomas.page, "ReserveBudget").dblclick();
		await tomas.page.keyboard.press("ControlOrMeta+a");
		await tomas.page.keyboard.type("Hold money");
		await tomas.page.keyboard.press("Enter");
		await shape(ada.page, "ReserveBudget").getByText("money").first().waitFor();
	});

	it("offers what can follow a task: the append menu opens with its entries", async (context) => {
		const { page } = tomas;
		await shape(page, "ReceiveGoods").click();
		await page.keyboard.press("a");
		const search = page.getByRole("combobox", { name: "Append element" });
		await search.waitFor();
		await page.getByRole("option", { name: /User task/ }).waitFor();
		await tomas.look(context, "modeler-append-menu");
		await page.keyboard.type("service task");
		await page.getByRole("option", { name: /User task/ }).waitFor({ state: "hidden" });
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { name: "Service task" }).waitFor();
	});

	it("takes back only what the person did who asks for it", async ({ expect }) => {
		const { page } = tomas;
		await page.getByRole("button", { name: "Undo your last change" }).click();
		await page.getByRole("heading", { name: "Service task" }).waitFor({ state: "hidden" });
		await page.getByRole("button", { name: "Undo your last change" }).click();
		await shape(ada.page, "ReserveBudget").getByText("budget").first().waitFor();
		// Her name stands.
		expect(await shape(page, "OrderGoods").textContent()).toContain("the");
	});

	it("is checked while it is drawn, and is published with a note", async (context) => {
		const { page } = ada;
		await page.getByRole("region", { name: "Problems" }).getByRole("button").click();
		await ada.look(context, "modeler-problems");
		await page.getByRole("button", { name: "Publish" }).click();
		const dialog = page.getByRole("dialog", { name: /Publish/ });
		await dialog.getByLabel("What is new").fill("For everyone who orders pens and paper");
		await ada.look(context, "modeler-publish");
		await dialog.getByRole("button", { name: "Publish" }).click();
		await page.getByText("Revision 1 is in the Process Library.").waitFor();
	});

	it("is found in the Process Library by its words, and read step by step with the keyboard", async (context) => {
		const { page } = tomas;
		await tomas.visit("/library");
		await page.getByRole("link", { name: /Office supplies/ }).waitFor();
		await tomas.look(context, "library");
		await page.getByRole("button", { name: "As a list" }).click();
		await page.getByRole("table", { name: "Published processes" }).waitFor();
		await tomas.look(context, "library-list");
		await page.keyboard.press("/");
		await page.keyboard.type("order the goods");
		const found = page.getByRole("list", { name: "Found" });
		await found.getByRole("link").first().waitFor();
		await tomas.look(context, "library-found");
		await found
			.getByRole("link", { name: /in Office supplies|Office supplies/ })
			.first()
			.click();
		const text = page.getByRole("complementary", { name: "Text" });
		await text.getByRole("heading", { name: "Order the goods" }).waitFor();
		await tomas.look(context, "library-step");
		await page.keyboard.press("j");
		await text.getByRole("heading", { name: "Order the goods" }).waitFor({ state: "hidden" });
		await page.keyboard.press("k");
		await text.getByRole("heading", { name: "Order the goods" }).waitFor();
		await page.keyboard.press("Escape");
		await text.getByRole("heading", { name: "Steps" }).waitFor();
		await page.getByLabel("My steps").selectOption({ label: "Steps of Finance" });
		await text.getByRole("heading", { name: "Steps of Finance" }).waitFor();
		await tomas.look(context, "library-my-steps");
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect(ada.errors).toEqual([]);
		expect(tomas.errors).toEqual([]);
	});
});
