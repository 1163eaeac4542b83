import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { setStage, signInToWork, type Seat, sit, type Stage } from "./stage.ts";

/** People of one environment work a loan request together: Eva at the counter in light, Bo and Carl in credit, Bo in dark. */
describe("a case", () => {
	let stage: Stage;
	let environmentId: string;
	let eva: Seat;
	let bo: Seat;
	let carl: Seat;
	beforeAll(async () => {
		stage = await setStage();
		environmentId = await stage.environment("Loan request", "production");
		[eva, bo, carl] = [await sit(stage, "light"), await sit(stage, "dark"), await sit(stage, "light")];
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("waits in an inbox that is read with the keyboard alone", async (context) => {
		const { expect } = context;
		const { page } = eva;
		await eva.visit(`/work/${environmentId}`);
		await page.getByRole("heading", { name: "Sign in to work" }).waitFor();
		await eva.look(context, "work-sign-in");
		await signInToWork(stage, eva, environmentId, "eva@harbour.example");
		const inbox = page.getByRole("grid", { name: "Inbox" });
		await inbox.getByRole("row").nth(1).waitFor();
		await eva.look(context, "work-inbox");

		await page.keyboard.press("?");
		await page.getByRole("dialog", { name: "Keyboard" }).getByText("Next task").waitFor();
		await eva.look(context, "work-keyboard");
		await page.keyboard.press("Escape");
		await page.getByRole("dialog", { name: "Keyboard" }).waitFor({ state: "hidden" });

		const task = page.getByRole("article", { name: "Task" });
		const title = task.getByRole("heading", { level: 2 });
		await page.keyboard.press("j");
		await title.waitFor();
		const first = await title.textContent();
		await page.keyboard.press("j");
		await task
			.getByRole("heading", { level: 2 })
			.filter({ hasNotText: first ?? "" })
			.waitFor();
		await page.keyboard.press("k");
		await task.getByRole("heading", { level: 2, name: first ?? "" }).waitFor();
		await task.getByRole("button", { name: /Claim/ }).waitFor();
		await task.getByLabel("Amount").waitFor();
		await eva.look(context, "work-task");
		expect(await page.title()).toContain("Inbox");
		await page.getByRole("grid", { name: "Inbox" }).getByText("Tell applicant").click();
		await task.getByText("jonas.meyer@example.com").waitFor();
		await task.getByRole("listitem", { name: /^Active\. User task: Tell applicant/ }).waitFor();
		await eva.look(context, "work-task-diagram");
	});

	it("is begun by whoever finds its process, and a form says what is missing", async (context) => {
		const { page } = eva;
		await page.keyboard.press("Escape");
		await page.keyboard.press("c");
		await page.getByRole("searchbox", { name: "Search processes" }).waitFor();
		await eva.look(context, "work-new-case");
		await page.keyboard.type("loan");
		await page.keyboard.press("Enter");
		await page.getByLabel("Amount").waitFor();
		await page.getByLabel("Name").fill("Olga Brandt");
		await page.getByRole("button", { name: "Start", exact: true }).click();
		await page.getByLabel("Amount").and(page.locator("[aria-invalid=true]")).waitFor();
		await eva.look(context, "work-start-refused");
		await page.getByLabel("E-mail").fill("olga.brandt@example.com");
		await page.getByLabel("Amount").fill("12000");
		await page.getByLabel("Months to pay back").fill("36");
		await page.getByLabel("Income a year").fill("30000");
		await page.getByLabel("Purpose").selectOption({ label: "Car" });
		await page.getByRole("button", { name: "Start", exact: true }).click();
		await page.getByRole("heading", { name: "Loan for Olga Brandt", level: 1 }).waitFor();
		await page.getByText("Started", { exact: false }).first().waitFor();
	});

	it("takes documents, is claimed and completed by keys, and comes live to those who go on", async (context) => {
		await Promise.all([
			signInToWork(stage, bo, environmentId, "bo@harbour.example"),
			signInToWork(stage, carl, environmentId, "carl@harbour.example"),
		]);
		const { page } = eva;
		const task = page.getByRole("article", { name: "Task" });
		await page.getByRole("complementary", { name: "Facts" }).getByRole("link", { name: "Check request of Olga Brandt" }).click();
		await task.getByRole("tab", { name: /Files/ }).click();
		await page
			.getByLabel("Files to add")
			.setInputFiles({ name: "income.txt", mimeType: "text/plain", buffer: Buffer.from("52,000 a year") });
		await task.getByRole("link", { name: "income.txt" }).waitFor();
		await eva.look(context, "work-task-files");
		await task.getByRole("heading", { level: 2 }).click();
		await page.keyboard.press("a");
		await page.getByText("is yours.").waitFor();
		await task.getByLabel("Documents are complete").check();
		await task.getByLabel("Phone").fill("+49 40 555 0199");
		await task.getByText("Draft saved").waitFor();
		await task.getByRole("heading", { level: 2 }).click();
		await page.keyboard.press("e");
		await page.getByText("Completed “Check request of Olga Brandt”.").waitFor();

		for (const seat of [bo, carl]) await seat.page.getByRole("button", { name: "1 new task" }).waitFor();
		await bo.look(context, "work-new-task-arrived");
		for (const seat of [bo, carl]) {
			await seat.page.getByRole("button", { name: "1 new task" }).click();
			await seat.page.getByRole("grid", { name: "Inbox" }).getByText("Assess 12000 for Olga Brandt").click();
			await seat.page.getByRole("heading", { name: "Assess 12000 for Olga Brandt", level: 2 }).waitFor();
		}
	});

	it("keeps what is typed through a reload, and tells the slower one who was faster", async (context) => {
		const { expect } = context;
		await carl.page.getByLabel("Decision").selectOption({ label: "Decline" });
		await carl.page.getByLabel("Reason").fill("I would rather see a guarantor first.");
		await carl.page.getByText("Draft saved").waitFor();

		const { page } = bo;
		await page.getByLabel("Decision").selectOption({ label: "Approve" });
		await page.getByText("Draft saved").waitFor();
		await page.reload();
		await page.getByLabel("Decision").waitFor();
		expect(await page.getByLabel("Decision").inputValue()).toBe("approve");
		await bo.look(context, "work-task-draft");
		await page.keyboard.press("e");
		await page.getByText(/Completed “Assess 12000/).waitFor();

		await carl.page.getByText(/Bo Larsen completed this/).waitFor();
		await carl.page.getByText("What you typed is still here").waitFor();
		await carl.page.getByText("I would rather see a guarantor first.").waitFor();
		await carl.look(context, "work-conflict");
	});

	it("has a page with its steps, diagram, data, log, files and mail", async (context) => {
		const { page } = bo;
		await page.getByRole("link", { name: "All cases" }).click();
		const cases = page.getByRole("table");
		await cases.getByText("Olga Brandt").first().waitFor();
		await bo.look(context, "work-cases");
		await cases.getByText("Olga Brandt").first().click();
		await page.getByRole("list", { name: "Steps" }).getByText("Check request").waitFor();
		await page.getByRole("list", { name: "Steps" }).getByText("Prepare offer").waitFor();
		await page.getByRole("list", { name: "Log" }).getByText("Eva Moreno").first().waitFor();
		await bo.look(context, "work-case");
		for (const [tab, sign] of [
			["Data", "+49 40 555 0199"],
			["Files", "income.txt"],
			["Mail", "bo@harbour.example"],
		] as const) {
			await page.getByRole("tab", { name: new RegExp(tab) }).click();
			await page.getByRole("tabpanel").getByText(sign).first().waitFor();
			await bo.look(context, `work-case-${tab.toLowerCase()}`);
		}
	});

	it("is worked on a telephone too", async (context) => {
		const { expect } = context;
		const phone = await sit(stage, "light", { width: 390, height: 844 });
		const { page } = phone;
		const wide = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
		await signInToWork(stage, phone, environmentId, "eva@harbour.example");
		await page.getByRole("grid", { name: "Inbox" }).getByRole("row").first().waitFor();
		await phone.look(context, "narrow-inbox");
		expect(await wide()).toBe(390);
		await page.getByRole("grid", { name: "Inbox" }).getByText("Lena Fischer").first().click();
		const task = page.getByRole("article", { name: "Task" });
		await task.getByLabel("Documents are complete").waitFor();
		await phone.look(context, "narrow-task");
		expect(await wide()).toBe(390);
		await task.getByLabel("Documents are complete").check();
		await task.getByRole("button", { name: "Complete" }).click();
		await page.getByText(/^Completed “/).waitFor();
		expect(phone.errors).toEqual([]);
	});

	it("no page told of an error in its script", ({ expect }) => {
		for (const seat of [eva, bo, carl]) expect(seat.errors).toEqual([]);
	});
});
