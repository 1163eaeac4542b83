import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { type Seat, setStage, signIn, sit, type Stage } from "./stage.ts";

/** Loans whose amount was lost stop at the gateway that asks for it; Tomas finds and mends them, in dark. */
describe("incidents", () => {
	let stage: Stage;
	let tomas: Seat;
	let at: string;
	beforeAll(async () => {
		stage = await setStage();
		tomas = await sit(stage, "dark");
		await signIn(stage, tomas, "tomas@harbour.example");
		at = `/console/${await stage.environment("Loan request", "production")}`;
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("are none while every case goes on", async (context) => {
		const { page } = tomas;
		await tomas.visit(`${at}/incidents`);
		await page.getByText("No incidents", { exact: true }).waitFor();
		await tomas.look(context, "console-incidents-none");
	});

	it("stand by cause, with their number on the diagram and one by one", async (context) => {
		const { expect } = context;
		const { page } = tomas;
		const broken = await page.evaluate(async (console) => {
			const ask = async (path: string, method = "GET", body?: unknown) =>
				fetch(`/api${console}${path}`, {
					method,
					...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
				});
			const list = (await (await ask("/cases?state=running&limit=100")).json()) as { cases: { caseId: string }[] };
			let made = 0;
			for (const { caseId } of list.cases) {
				if (made === 3) break;
				const view = (await (await ask(`/cases/${caseId}`)).json()) as { tokens: { token: number }[] };
				const token = view.tokens[0];
				if (token === undefined) continue;
				await ask(`/cases/${caseId}/data`, "PUT", { variables: { amount: null } });
				const moved = await ask(`/cases/${caseId}/move-token`, "POST", {
					token: token.token,
					to: "LargeLoan",
				});
				if (moved.ok) made++;
			}
			return made;
		}, at);
		expect(broken).toBe(3);
		await tomas.visit(at);
		await page.getByRole("link", { name: /with incidents/ }).click();
		const causes = page.getByRole("navigation", { name: "Causes" });
		await causes.getByText("Over 50,000?").waitFor();
		await page.getByRole("listitem", { name: /^3 incidents\. .*Over 50,000/ }).waitFor();
		const grid = page.getByRole("grid", { name: "Incidents" });
		await grid.getByRole("row").nth(2).waitFor();
		await tomas.look(context, "console-incidents");
		await causes.getByRole("button", { name: /Over 50,000/ }).click();
		await page.getByRole("button", { name: "Retry all 3" }).waitFor();
		expect(new URL(page.url()).searchParams.get("element")).toBe("LargeLoan");
		await tomas.look(context, "console-incidents-cause");
	});

	it("are marked and retried with the keyboard, and those that fail again say so", async (context) => {
		const { page } = tomas;
		const grid = page.getByRole("grid", { name: "Incidents" });
		await page.keyboard.press("j");
		await page.keyboard.press("x");
		await page.keyboard.press("j");
		await page.keyboard.press("x");
		await page.getByText("2 incidents marked").waitFor();
		await tomas.look(context, "console-incidents-marked");
		await page.keyboard.press("r");
		const stayed = page.getByRole("dialog", { name: "These stayed as they were" });
		await stayed.getByText("It failed again.").first().waitFor();
		await tomas.look(context, "console-incidents-stayed");
		await stayed.getByRole("button", { name: "Close" }).last().click();
		await grid.getByText("tried again once").first().waitFor();
	});

	it("are mended one by one: the case opens at its data, and what stopped is tried again", async (context) => {
		const { page } = tomas;
		await page.keyboard.press("j");
		await page.keyboard.press("x");
		await page.getByRole("link", { name: "Change data and retry" }).click();
		const dialog = page.getByRole("dialog", { name: "Change the data of the case" });
		const data = dialog.getByLabel("Data, as JSON");
		await tomas.look(context, "console-incident-mend");
		await data.fill((await data.inputValue()).replace('"amount": null', '"amount": 20000'));
		await dialog.getByRole("button", { name: "Change and retry" }).click();
		await page.getByText("The data is changed, and it was tried again.").waitFor();
		await page.getByText("Prepare offer").first().waitFor();
	});

	it("can be looked for, and a package shows those of its cases", async (context) => {
		const { page } = tomas;
		await tomas.visit(`${at}/incidents?q=nothing+like+this`);
		await page.getByText("No incident is like this").waitFor();
		await tomas.look(context, "console-incidents-not-found");
		await tomas.visit(`${at}/packages`);
		await page
			.getByRole("main")
			.getByRole("link", { name: /Loan request/ })
			.first()
			.click();
		await page.getByRole("link", { name: "2 incidents", exact: true }).waitFor();
		await tomas.look(context, "console-package-incidents");
		await page.getByRole("link", { name: "2 incidents", exact: true }).click();
		await page.getByRole("grid", { name: "Incidents" }).getByRole("row").first().waitFor();
	});

	it("are cancelled with their cases when nobody wants them any more", async (context) => {
		const { page } = tomas;
		await tomas.visit(`${at}/incidents?element=LargeLoan`);
		await page.getByRole("button", { name: "Cancel 2 cases" }).click();
		const dialog = page.getByRole("dialog", { name: "Cancel 2 cases" });
		await dialog.getByLabel("Why").fill("Nobody knows the amount");
		await tomas.look(context, "console-incidents-cancel");
		await dialog.getByRole("button", { name: "Cancel 2 cases" }).click();
		await page.getByText("2 cases were cancelled.").waitFor();
		await page.getByText("No incidents", { exact: true }).waitFor();
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect(tomas.errors).toEqual([]);
	});
});
