import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { pick, setStage, signIn, type Seat, sit, type Stage } from "./stage.ts";

/** From a model to a running package: Ada builds in Studio in light, Tomas runs the environments in dark. */
describe("a process that is automated", () => {
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

	it("begins as a project that has everything proposed", async (context) => {
		const { page } = ada;
		await ada.visit("/studio");
		await page.getByRole("table", { name: "Projects" }).waitFor();
		await ada.look(context, "studio-projects");
		await page.getByRole("button", { name: "New project" }).click();
		await pick(page, "Model", "Purchase order");
		const dialog = page.getByRole("dialog", { name: "New project" });
		await dialog.getByLabel("Name").fill("Pens and paper");
		await ada.look(context, "studio-new-project");
		await dialog.getByRole("button", { name: "Make the project" }).click();
		await page.getByRole("heading", { name: "Pens and paper", level: 1 }).waitFor();
		await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Forms/ }).waitFor();
		await ada.look(context, "studio-process");
	});

	it("has a step for data, forms, rules, performers and integrations, each ready to use", async (context) => {
		const { page } = ada;
		const steps = page.getByRole("navigation", { name: "Steps" });
		for (const [step, name] of [
			["Data", "data"],
			["Rules", "rules"],
			["Performers", "performers"],
			["Integrations", "integrations"],
		] as const) {
			await steps.getByRole("link", { name: new RegExp(step) }).click();
			await steps.locator("[aria-current=step]").getByText(step).waitFor();
			await ada.look(context, `studio-${name}`);
		}
	});

	it("gets a field in a form, shown at once as people will see it, and saved", async (context) => {
		const { page } = ada;
		await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Forms/ }).click();
		await page.getByRole("navigation", { name: "Forms" }).getByRole("button", { name: "Order goods" }).click();
		await page.getByRole("region", { name: "Designer" }).getByRole("button", { name: "Add to the form" }).click();
		await page.getByRole("menuitem", { name: "New: text", exact: true }).click();
		await page.getByRole("region", { name: "Designer" }).getByLabel("Label").fill("Article number");
		await page.getByRole("region", { name: "Preview" }).getByLabel("Article number").waitFor();
		await page.getByText("Saved", { exact: true }).waitFor();
		await ada.look(context, "studio-forms");
	});

	it("runs from the editor and is packed", async (context) => {
		const { page } = ada;
		const opened = page.context().waitForEvent("page");
		await page.getByRole("button", { name: "Run it" }).first().click();
		const ask = page.getByRole("dialog").getByRole("button", { name: "Run without data" });
		await ask
			.or(page.getByText(/^Case .* is running in development/))
			.first()
			.waitFor();
		if (await ask.isVisible()) {
			await ada.look(context, "studio-run");
			await ask.click();
		}
		const running = await opened;
		await running
			.getByText(/Running|Sign in/)
			.first()
			.waitFor();
		await running.close();
		await page
			.getByRole("navigation", { name: "Steps" })
			.getByRole("link", { name: /Run and package/ })
			.click();
		await page.getByRole("button", { name: "Make a package" }).click();
		const dialog = page.getByRole("dialog", { name: "Make a package" });
		await dialog.getByLabel("Note").fill("Orders carry an article number");
		await dialog.getByRole("button", { name: "Make it" }).click();
		await page.getByRole("cell", { name: "Orders carry an article number" }).waitFor();
		await ada.look(context, "studio-package");
	});

	it("is carried as a file into development and replaces what Run it made", async (context) => {
		const { page } = ada;
		const download = page.waitForEvent("download");
		await page
			.getByRole("row", { name: /Orders carry an article number/ })
			.getByRole("link", { name: ".portico" })
			.click();
		const file = await (await download).path();
		await page.getByRole("link", { name: "Development" }).click();
		await page.getByRole("link", { name: "Packages" }).first().click();
		await page
			.getByLabel("Package file")
			.setInputFiles({ name: "altered.portico", mimeType: "application/octet-stream", buffer: Buffer.from("not a package") });
		await page.getByRole("dialog", { name: "This file was not taken" }).getByText("What runs here was not touched.").waitFor();
		await ada.look(context, "console-file-refused");
		await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
		await page.getByLabel("Package file").setInputFiles(file);
		await page.getByText("Can run here").waitFor();
		await page.getByRole("button", { name: "Activate" }).click();
		await page.getByText(/runs now\. Running cases keep/).waitFor();
	});

	it("takes the cases that run along to the new version: tried first, moved, and back again", async (context) => {
		const { page } = ada;
		await ada.visit(`/console/${await stage.environment("Pens and paper", "development")}/packages`);
		await page.getByRole("link", { name: "Move cases to another version" }).click();
		await page.getByText("Every element is in both versions.").waitFor();
		await page.getByLabel("Also those that stay the same").check();
		await page.getByRole("table", { name: "Elements" }).getByRole("row").nth(2).waitFor();
		await page.getByRole("button", { name: "Try without moving" }).click();
		await page.getByText("Can move").first().waitFor();
		await ada.look(context, "console-migrate-checked");
		await page.getByLabel("What “Purchase order” becomes").selectOption("");
		await page.getByRole("button", { name: "Try without moving" }).click();
		await page.getByText('The case is at "Purchase order", which becomes nothing in the other version.').waitFor();
		await page.getByText("0 of 1 can move; 1 cannot, each for the reason beside it.").waitFor();
		await ada.look(context, "console-migrate-refused");
		await page.getByLabel("What “Purchase order” becomes").selectOption({ label: "Purchase order" });
		await page.getByRole("button", { name: "Try without moving" }).click();
		await page.getByRole("button", { name: "Move 1 case" }).click();
		await page.getByText("1 case was moved.").waitFor();
		await ada.look(context, "console-migrate-moved");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByText("Can move").first().waitFor();
	});

	it("is promoted, checked and made active in another environment", async (context) => {
		const { page } = ada;
		await ada.visit(`/console/${await stage.environment("Pens and paper", "test")}`);
		await page.getByText("Nothing runs here yet").waitFor();
		await ada.look(context, "console-nothing-yet");
		await page.getByRole("link", { name: "Packages" }).first().click();
		await page.getByRole("button", { name: "Promote" }).click();
		const dialog = page.getByRole("dialog", { name: "Promote a package" });
		await dialog.getByText("Orders carry an article number").waitFor();
		await ada.look(context, "console-promote");
		await dialog
			.getByRole("listitem")
			.filter({ hasText: "Orders carry an article number" })
			.getByRole("button", { name: "Promote" })
			.click();
		await page.getByText("Can run, with warnings").waitFor();
		await ada.look(context, "console-package");
		await page.getByRole("button", { name: "Activate" }).click();
		await page.getByText(/runs now\. Running cases keep/).waitFor();
		await page.getByRole("link", { name: "Overview" }).click();
		await page.getByRole("heading", { name: "What runs here" }).waitFor();
		await page.getByRole("link", { name: /Pens and paper, version/ }).waitFor();
		await ada.look(context, "console-overview");
	});

	it("takes values of its environment that no package can overwrite", async (context) => {
		const { page } = tomas;
		await tomas.visit(`/console/${await stage.environment("Loan request", "production")}/parameters`);
		await page.getByText("Branch named in offers").first().waitFor();
		await tomas.look(context, "console-parameters");
		await page.getByRole("button", { name: /Set/ }).first().click();
		const dialog = page.getByRole("dialog");
		await dialog.getByLabel("Value").fill("Pier Road");
		await tomas.look(context, "console-parameter");
		await dialog.getByRole("button", { name: "Set" }).click();
		await page.getByRole("row", { name: /Branch named in offers.*Pier Road/ }).waitFor();
	});

	it("shows its cases, each with its diagram, log and data, to be held, let go on and moved", async (context) => {
		const { page } = tomas;
		await tomas.visit(`/console/${await stage.environment("Loan request", "production")}/cases`);
		const grid = page.getByRole("grid", { name: "Cases" });
		await grid.getByRole("row").first().waitFor();
		await tomas.look(context, "console-cases");
		await grid.getByRole("row").first().click();
		await page.getByRole("heading", { name: "Where it stands" }).waitFor();
		await page.getByText("Assess credit").first().waitFor();
		await tomas.look(context, "console-case");
		await page.getByRole("button", { name: "Suspend" }).click();
		const hold = page.getByRole("dialog", { name: "Suspend the case" });
		await hold.getByLabel("Why").fill("The auditor looks at it");
		await tomas.look(context, "console-case-suspend");
		await hold.getByRole("button", { name: "Suspend" }).click();
		await page.getByText("Suspended").first().waitFor();
		await tomas.look(context, "console-case-suspended");
		await page.getByRole("button", { name: "Resume" }).click();
		await page.getByRole("button", { name: "Move" }).click();
		const move = page.getByRole("dialog", { name: "Move the case to another step" });
		await move.getByLabel("To").selectOption({ index: 2 });
		await tomas.look(context, "console-case-move");
		await move.getByRole("button", { name: "Move" }).click();
		await page.getByText(/The case is at “/).waitFor();
		await page.getByRole("link", { name: "People" }).click();
		await page.getByRole("table").getByText("Eva Moreno").waitFor();
		await tomas.look(context, "console-people");
	});

	it("retries and cancels many cases at once, and tells of each that stayed", async (context) => {
		const { page } = ada;
		await ada.visit(`/console/${await stage.environment("Pens and paper", "development")}/cases`);
		const grid = page.getByRole("grid", { name: "Cases" });
		await grid.getByRole("row").first().waitFor();
		await page.keyboard.press("j");
		await page.keyboard.press("x");
		await page.getByText("1 case marked").waitFor();
		await ada.look(context, "console-cases-marked");
		await page.getByRole("button", { name: "Retry incidents" }).click();
		const stayed = page.getByRole("dialog", { name: "These stayed as they were" });
		await stayed.getByText("It failed again.").waitFor();
		await ada.look(context, "console-cases-stayed");
		await stayed.getByRole("button", { name: "Close" }).last().click();
		await page.keyboard.press("x");
		await page.getByRole("region", { name: "Marked" }).getByRole("button", { name: "Cancel" }).click();
		const dialog = page.getByRole("dialog", { name: "Cancel 1 case" });
		await dialog.getByLabel("Why").fill("Only a trial");
		await ada.look(context, "console-cases-cancel");
		await dialog.getByRole("button", { name: "Cancel 1 case" }).click();
		await page.getByText("1 case was cancelled.").waitFor();
		await grid.getByText("Cancelled").first().waitFor();
	});

	it("decides by a DMN file, which is tried where it is chosen, and taken back", async (context) => {
		const { page } = ada;
		await ada.visit("/studio");
		await page.getByRole("link", { name: "Loan request" }).first().click();
		await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Rules/ }).click();
		const input = (id: string): string => `<inputData id="${id}" name="${id}"><variable name="${id}" typeRef="number"/></inputData>`;
		const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:limits" name="limits">${input("amount")}
			<decision id="d" name="Who approves"><variable name="Who approves"/><informationRequirement><requiredInput href="#amount"/></informationRequirement>
			<decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>amount</text></inputExpression></input><output/>
			<rule><inputEntry><text>&lt;= 500</text></inputEntry><outputEntry><text>"clerk"</text></outputEntry></rule>
			<rule><inputEntry><text>&gt; 500</text></inputEntry><outputEntry><text>"head"</text></outputEntry></rule></decisionTable></decision></definitions>`;
		await page.getByLabel("DMN file").setInputFiles({ name: "Limits.dmn", mimeType: "application/xml", buffer: Buffer.from(dmn) });
		await page.getByRole("combobox", { name: "Decision" }).waitFor();
		const tryOut = page.getByRole("group", { name: "Try it" });
		await tryOut.getByLabel("amount").fill("700");
		await tryOut.getByRole("button", { name: "Decide" }).click();
		await tryOut.getByText("Who approves: rule 2 holds for amount = 700").waitFor();
		await page.getByText("Saved", { exact: true }).waitFor();
		await ada.look(context, "studio-rules-dmn");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByRole("button", { name: "Decide by a DMN file" }).waitFor();
		await page.getByText("Saved", { exact: true }).waitFor();
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect(ada.errors).toEqual([]);
		expect(tomas.errors).toEqual([]);
	});
});
