import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { pick, type Seat, setStage, signIn, sit, type Stage } from "./stage.ts";

/** Ada sets when people of the loan team work, in light; Tomas looks at what counts in working time, in dark. */
describe("working time", () => {
	let stage: Stage;
	let ada: Seat;
	let tomas: Seat;
	let at: string;
	beforeAll(async () => {
		stage = await setStage();
		[ada, tomas] = [await sit(stage, "light"), await sit(stage, "dark")];
		await signIn(stage, ada, "ada@harbour.example");
		await signIn(stage, tomas, "tomas@harbour.example");
		at = `/console/${await stage.environment("Loan request", "development")}/calendars`;
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("is a place that begins with the standard calendar and offers to make one", async (context) => {
		const { page } = ada;
		await ada.visit(`/console/${await stage.environment("Loan request", "test")}/calendars`);
		await page.getByText("Only the standard calendar holds here").waitFor();
		await ada.look(context, "console-calendars-none");
		await page.getByRole("tab", { name: "Locations" }).click();
		await page.getByText("No locations yet").waitFor();
		await page.getByRole("tab", { name: "People" }).click();
		await page.getByText("Nobody works here yet").waitFor();
		await ada.look(context, "console-calendar-people-none");
	});

	it("is made with a week, holidays and a zone; what is wrong is said at its field", async (context) => {
		const { page } = ada;
		await ada.visit(at);
		await page.getByRole("cell", { name: "Copenhagen office", exact: true }).waitFor();
		await ada.look(context, "console-calendars");
		await page.getByRole("button", { name: "New calendar" }).click();
		const dialog = page.getByRole("dialog", { name: "New calendar" });
		await dialog.getByLabel("Name").fill("Harbour shift");
		await pick(page, "Time zone", "America/New York");
		await dialog.getByLabel("Monday", { exact: true }).fill("17-9");
		await dialog.getByLabel("Holidays").fill("2026-11-26 Thanksgiving\nsoon");
		await dialog.getByText("does not begin with a date").waitFor();
		await page.keyboard.press("Tab");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByText("17:00–09:00 ends before it starts.").waitFor();
		await ada.look(context, "console-calendar-refused");
		await dialog.getByLabel("Monday", { exact: true }).fill("6-14");
		await dialog.getByRole("button", { name: "As Monday until Friday" }).click();
		await dialog.getByLabel("Holidays").fill("2026-11-26 Thanksgiving\n12-24 6-10 Christmas Eve");
		await dialog.getByText("2 holidays").waitFor();
		await ada.look(context, "console-calendar");
		await page.keyboard.press("Enter");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "hidden" });
		await page.getByRole("row", { name: /Harbour shift.*40 h a week.*America\/New York/ }).waitFor();
	});

	it("is the organisation's, a location's or a person's, each taken back with Undo", async (context) => {
		const { expect } = context;
		const { page } = ada;
		await page.getByLabel("The organisation works by").selectOption({ label: "Harbour shift" });
		await page.getByRole("row", { name: /Harbour shift.*The organisation/ }).waitFor();
		await page.getByRole("button", { name: "Undo" }).first().click();
		await page.getByRole("row", { name: /Copenhagen office.*The organisation/ }).waitFor();

		await page.getByRole("tab", { name: "Locations" }).click();
		await page.getByRole("button", { name: "New location" }).click();
		const dialog = page.getByRole("dialog", { name: "New location" });
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.getByLabel("Name").fill("New York");
		await dialog.getByLabel("Calendar").selectOption({ label: "Harbour shift" });
		await ada.look(context, "console-location");
		await dialog.getByRole("button", { name: "Save" }).click();
		await dialog.waitFor({ state: "hidden" });
		await page.getByRole("row", { name: /New York.*Harbour shift/ }).waitFor();
		await ada.look(context, "console-locations");

		await page.getByRole("tab", { name: /People/ }).click();
		await page.getByLabel("Location of Bo Larsen").selectOption({ label: "New York" });
		await page
			.getByLabel("Calendar of Bo Larsen")
			.locator("option", { hasText: "Harbour shift (as at New York)" })
			.waitFor({ state: "attached" });
		expect(await page.getByLabel("Supervisor of Bo Larsen").locator("option:checked").textContent()).toBe("Dina Roth");
		await ada.look(context, "console-calendar-people");
		await ada.visit(`${at}?tab=calendars`);
		await page.getByRole("row", { name: /Harbour shift.*1 location/ }).waitFor();
		await page.getByRole("button", { name: "More for Harbour shift" }).click();
		await page.getByRole("menuitem", { name: "Remove" }).click();
		await page.getByText("Harbour shift is in use", { exact: false }).waitFor();
	});

	it("is set on a task with its alarms, as numbers and units, and said where it is wrong", async (context) => {
		const { page } = tomas;
		await tomas.visit("/studio");
		await page.getByRole("link", { name: "Loan request" }).first().click();
		await page.waitForURL(/\/studio\/[^/]+/);
		const project = new URL(page.url()).pathname.split("/")[2] ?? "";
		await tomas.visit(`/studio/${project}/process?element=AssessCredit`);
		const time = page.getByRole("group", { name: "Time to do it" });
		await time.getByLabel("Time to do it: how many days").waitFor();
		await page.getByRole("group", { name: "Alarm 2" }).getByLabel("At most so many times").waitFor();
		await tomas.look(context, "studio-task-time");
		await time.getByLabel("Time to do it: unit").selectOption("months");
		await time.getByText("A month is no amount of work", { exact: false }).waitFor();
		await tomas.look(context, "studio-task-time-refused");
		const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
		await time.getByLabel("Time to do it: unit").selectOption("days");
		await saved;
		await tomas.visit(`/studio/${project}/process?element=AssessmentLate`);
		await page.getByRole("group", { name: "Time", exact: true }).waitFor();
		await tomas.look(context, "studio-timer");
		await page.getByLabel("Waits for").selectOption({ label: "again and again" });
		await page.getByRole("group", { name: "Every" }).waitFor();
		await page.getByLabel("Waits for").selectOption({ label: "a time span" });
		await tomas.visit(`/studio/${project}/process`);
		await page.getByRole("group", { name: "Time for a case" }).getByLabel("Time for a case: how many days").fill("10");
		await page.getByRole("button", { name: "Add an alarm" }).click();
		await page.getByRole("group", { name: "Alarm 1" }).getByLabel("Who started the case").waitFor();
		await tomas.look(context, "studio-service-level");
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect([...ada.errors, ...tomas.errors]).toEqual([]);
	});
});
