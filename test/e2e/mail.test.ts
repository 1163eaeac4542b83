import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { deliver, message } from "../../tools/demo/walk-mail.ts";
import { setStage, signIn, signInToWork, type Seat, sit, type Stage } from "./stage.ts";

/** A message becomes a case: Tomas minds the inbox of the environment in dark, Eva works what comes in, in light. */
describe("mail", () => {
	let stage: Stage;
	let environmentId: string;
	let tomas: Seat;
	let eva: Seat;
	let raw: string;
	let address: string;
	const from = "ann@walk.example";
	beforeAll(async () => {
		stage = await setStage();
		environmentId = await stage.environment("Loan request", "development");
		[tomas, eva] = [await sit(stage, "dark"), await sit(stage, "light")];
		await signIn(stage, tomas, "tomas@harbour.example");
		await signInToWork(stage, eva, environmentId, "eva@harbour.example");
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("is told apart by triggers, in an order that people set", async (context) => {
		const { page } = tomas;
		await tomas.visit(`/console/${environmentId}/triggers`);
		const triggers = page.getByRole("list", { name: "Triggers in order" });
		await triggers.getByText("Loan requests by mail").waitFor();
		await page.getByRole("button", { name: "New trigger" }).click();
		const dialog = page.getByRole("dialog", { name: "New trigger" });
		await dialog.getByLabel("Name").fill("Boats");
		await dialog.getByRole("textbox", { name: "Text, condition 1" }).fill("boat");
		await dialog.getByRole("button", { name: "Value", exact: true }).click();
		await dialog.getByRole("textbox", { name: "Value 1" }).fill("mail.fromName");
		await dialog.getByRole("textbox", { name: "Attribute 1" }).fill("applicant.name");
		await tomas.look(context, "mail-trigger");
		await dialog.getByRole("button", { name: "Add trigger" }).click();
		await page.getByText("Added “Boats”.").waitFor();
		await triggers.getByRole("button", { name: "Move “Boats” up" }).click();
		await triggers.getByRole("listitem").first().getByText("Boats").waitFor();
		await tomas.look(context, "mail-triggers");
	});

	it("starts a case with its words and its attachment, and a repeat starts none", async (context) => {
		const { page } = tomas;
		await page.getByRole("link", { name: "Mail", exact: true }).click();
		address = (await page.getByText(/^development-.*@/).textContent()) ?? "";
		raw = message(from, address, "A boat to fish from", "Good day, I would like to buy a boat.");
		context.expect((await deliver(stage.url, from, address, raw)).status).toBe(200);
		context.expect((await deliver(stage.url, from, address, raw)).status).toBe(200);
		await page.reload();
		const ledger = page.getByRole("grid", { name: "Received mail" });
		await ledger.getByRole("row").filter({ hasText: "Repeated" }).waitFor();
		await ledger.getByRole("row").filter({ hasText: "Accepted" }).click();
		const mail = page.getByRole("article", { name: "A boat to fish from" });
		await mail.getByText("by trigger “Boats”").waitFor();
		await mail.getByText("income.txt").first().waitFor();
		await tomas.look(context, "mail-received");
		await mail.getByRole("link", { name: /^Case / }).click();
		await page.getByRole("heading", { name: "Where it stands" }).waitFor();
		await page.getByText("Ann Walker").first().waitFor();
		await tomas.look(context, "mail-case");
	});

	it("comes live to those who work it, with the message among the case's files", async (context) => {
		const { page } = eva;
		await page.getByRole("button", { name: "1 new task" }).click();
		await page.getByRole("grid", { name: "Inbox" }).getByText("Check request of Ann Walker").first().click();
		const task = page.getByRole("article", { name: "Task" });
		await task.getByRole("tab", { name: /Files/ }).click();
		await task.getByRole("link", { name: "income.txt" }).last().waitFor();
		await eva.look(context, "mail-task");
	});

	it("tells people of their tasks, with what became of each message", async (context) => {
		const { page } = tomas;
		await page.getByRole("link", { name: "Mail", exact: true }).click();
		await page.getByRole("tab", { name: "Sent" }).click();
		const sent = page.getByRole("grid", { name: "Sent mail" });
		await sent.getByText("to Eva Moreno").first().waitFor();
		await sent.getByText("Sent", { exact: true }).first().waitFor();
		await sent.getByRole("row").first().click();
		await page.getByRole("article").getByText("eva@harbour.example").first().waitFor();
		await tomas.look(context, "mail-sent");
		await tomas.visit("/mailbox");
		await page.getByRole("grid", { name: "Sent mail" }).getByRole("row").first().click();
		await page.getByRole("article").getByText("eva@harbour.example").first().waitFor();
		await tomas.look(context, "mailbox");
	});

	it("no page told of an error in its script", ({ expect }) => {
		for (const seat of [tomas, eva]) expect(seat.errors).toEqual([]);
	});
});
