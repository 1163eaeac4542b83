import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { giveRole, setStage, signIn, type Seat, sit, type Stage } from "./stage.ts";

/** A file of decisions that is edited in Studio: Ada draws it in light, Tomas works on the same project in dark, Vera may only read. */
describe("a decision file", () => {
	let stage: Stage;
	let ada: Seat;
	let tomas: Seat;
	let vera: Seat;
	/** The project's address, as far as its id. */
	let project: string;
	beforeAll(async () => {
		stage = await setStage();
		[ada, tomas, vera] = [await sit(stage, "light"), await sit(stage, "dark"), await sit(stage, "light")];
		await signIn(stage, ada, "ada@harbour.example");
		await signIn(stage, tomas, "tomas@harbour.example");
		await signIn(stage, vera, "vera@harbour.example");
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	const table = (seat: Seat) => seat.page.locator(".portico-dmn .tjs-table");
	const cells = (seat: Seat) => table(seat).locator("tbody td.cell:not(.annotation)").allInnerTexts();
	const saved = (seat: Seat) => seat.page.getByText("Saved", { exact: true }).waitFor();

	it("begins with one decision and a small table", async (context) => {
		const { page } = ada;
		await page.waitForURL(/customer-portal/);
		await ada.visit("/studio");
		await page.getByRole("link", { name: "Loan request" }).first().click();
		await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: /Rules/ }).click();
		await page.waitForURL(/\/rules/);
		project = new URL(page.url()).pathname.replace(/\/rules.*/, "");
		await page.getByRole("button", { name: "New decision file" }).click();
		const dialog = page.getByRole("dialog", { name: "New decision file" });
		await dialog.getByLabel("Name").fill("Loan size");
		await ada.look(context, "studio-decision-file-new");
		await dialog.getByRole("button", { name: "Make it" }).click();
		await table(ada).waitFor();
		await saved(ada);
		await ada.look(context, "studio-decision-table");
		await page.getByRole("button", { name: /Diagram/ }).click();
		await page.locator(".portico-dmn .djs-shape").first().waitFor();
		await ada.look(context, "studio-decision-diagram");
	});

	it("gets a rule, which is saved, undone and done again by keys, and still there when the page is loaded anew", async (context) => {
		const { page } = ada;
		await page.getByRole("button", { name: /Decision table/ }).click();
		await table(ada).waitFor();
		await page.getByRole("button", { name: "Add rule" }).click();
		await page.keyboard.type("> 5000");
		await page.keyboard.press("Tab");
		await page.keyboard.type('"huge"');
		await context.expect.poll(() => cells(ada)).toHaveLength(6);
		await saved(ada);
		await ada.look(context, "studio-decision-rule");
		await page.keyboard.press("ControlOrMeta+z");
		await context.expect.poll(() => cells(ada)).toHaveLength(4);
		await page.keyboard.press("ControlOrMeta+Shift+z");
		await context.expect.poll(() => cells(ada)).toHaveLength(6);
		await saved(ada);
		await page.reload();
		await table(ada).waitFor();
		context.expect((await cells(ada)).map((text) => text.trim())).toEqual(["<= 1000", '"small"', "", '"large"', "> 5000", '"huge"']);
	});

	it("is tried where it is edited, and the rule that holds is marked", async (context) => {
		const { page } = ada;
		const background = (rule: number) =>
			table(ada)
				.locator(`tbody tr:nth-child(${rule}) td.input-cell`)
				.evaluate((cell) => getComputedStyle(cell).backgroundColor);
		await page.getByRole("button", { name: "Try it" }).click();
		const tryOut = page.getByRole("group", { name: "Try it" });
		await tryOut.getByLabel("amount").fill("7000");
		await tryOut.getByRole("button", { name: "Decide" }).click();
		await tryOut.getByText('Loan size is "large"').waitFor();
		await tryOut.getByText("rule 2 holds for amount = 7000").waitFor();
		context.expect(await background(2)).not.toBe(await background(1));
		await ada.look(context, "studio-decision-tried");
	});

	it("is what a business rule task decides by, and opens from there", async (context) => {
		const { page } = ada;
		await page.getByRole("link", { name: "Rules", exact: true }).click();
		await page.getByRole("button", { name: "Decide by a file of this project" }).click();
		await page.getByRole("menuitem", { name: /Loan size/ }).click();
		await page.getByRole("combobox", { name: "Decision" }).waitFor();
		await page.getByText("decides “Rate risk”").waitFor();
		await saved(ada);
		await ada.look(context, "studio-decision-used");
		await page.getByRole("link", { name: "Edit Loan size" }).first().click();
		await table(ada).waitFor();
	});

	it("takes a new input with its column and a new decision, by keys alone", async (context) => {
		const { page } = ada;
		const add = async (what: RegExp, downs: number, name: string): Promise<void> => {
			await page.getByRole("button", { name: "Add", exact: true }).focus();
			await page.keyboard.press("Enter");
			const item = page.getByRole("menuitem", { name: what });
			await page.locator("[role=menuitem][data-highlighted]").waitFor();
			for (let count = 0; count < downs; count++) await page.keyboard.press("ArrowDown");
			await item.and(page.locator("[data-highlighted]")).waitFor();
			await page.keyboard.press("Enter");
			await page.getByRole("dialog").getByLabel("Name").fill(name);
			await ada.look(context, "studio-decision-add");
			await page.keyboard.press("Enter");
		};
		await add(/Input of/, 2, "Credit score");
		await table(ada).getByText("Credit score").first().waitFor();
		await context.expect.poll(() => cells(ada)).toHaveLength(9);
		await add(/Decision with a table/, 0, "Who approves");
		await page.getByRole("button", { name: /Who approves.*Decision table/ }).waitFor();
		await page.getByText("Saved", { exact: true }).waitFor();
		await page.getByRole("button", { name: /Diagram/ }).click();
		await page.locator(".portico-dmn .djs-shape").nth(3).waitFor();
		await ada.look(context, "studio-decision-added");
	});

	it("tells of a text that is no FEEL when it is saved, and where", async (context) => {
		const { page } = ada;
		await page.getByRole("button", { name: /Loan size.*Decision table/ }).click();
		await table(ada).locator("tbody tr:nth-child(1) td.output-cell").click();
		await page.keyboard.press("ControlOrMeta+a");
		await page.keyboard.type("1 +");
		const findings = page.getByRole("region", { name: "Findings" });
		await findings.getByRole("button", { name: /error.*Loan size.*rule 1, output 1/ }).waitFor();
		await ada.look(context, "studio-decision-findings");
		await page.getByRole("button", { name: "Undo" }).click();
		await findings.getByRole("button", { name: /rule 1/ }).waitFor({ state: "hidden" });
		await saved(ada);
	});

	it("is in conflict when somebody else saved meanwhile: nobody's work is lost, and either may be taken", async (context) => {
		await tomas.visit(`${project}/rules?file=Loan+size`);
		await table(tomas).waitFor();
		await tomas.page.getByRole("button", { name: "Add rule" }).click();
		await tomas.page.keyboard.type("> 9000");
		await saved(tomas);
		const { page } = ada;
		await page.getByRole("button", { name: "Add rule" }).click();
		await page.keyboard.type("> 7000");
		const take = page.getByRole("button", { name: "Take Tomas Lind’s" });
		await take.waitFor();
		context.expect((await cells(ada)).map((text) => text.trim())).toContain("> 7000");
		await ada.look(context, "studio-decision-conflict");
		await take.click();
		await context.expect.poll(async () => (await cells(ada)).map((text) => text.trim())).toContain("> 9000");
		await page.getByRole("button", { name: "Undo" }).click();
		await context.expect.poll(async () => (await cells(ada)).map((text) => text.trim())).toContain("> 7000");
		await saved(ada);
	});

	it("is read by who may not edit, with nothing to change it by", async (context) => {
		await ada.visit(`/customer-portal/project/${project.split("/").at(-1)}`);
		await giveRole(ada.page, "Vera Sand", "Project viewer");
		await vera.visit(`${project}/rules?file=Loan+size`);
		await table(vera).waitFor();
		await vera.page.getByText("Read only").waitFor();
		context.expect(await table(vera).getByRole("textbox").count()).toBe(0);
		context.expect(await vera.page.getByRole("button", { name: "Add rule" }).count()).toBe(0);
		await vera.look(context, "studio-decision-read-only");
	});

	it("keeps what the editor has no hand for, and says so", async (context) => {
		const { page } = tomas;
		const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:fees" name="fees">
			<inputData id="i" name="amount"><variable name="amount" typeRef="number"/></inputData>
			<decision id="d" name="Fee"><variable name="Fee"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
			<conditional><if><literalExpression><text>amount &gt; 100</text></literalExpression></if>
			<then><literalExpression><text>amount * 0.01</text></literalExpression></then><else><literalExpression><text>1</text></literalExpression></else></conditional></decision>
			<decision id="e" name="Total"><variable name="Total"/><informationRequirement><requiredDecision href="#d"/></informationRequirement>
			<literalExpression><text>Fee + 5</text></literalExpression></decision></definitions>`;
		await tomas.visit(`${project}/rules`);
		await page
			.locator("input[type=file][aria-label='DMN file']")
			.setInputFiles({ name: "Fees.dmn", mimeType: "application/xml", buffer: Buffer.from(dmn) });
		await page.getByRole("link", { name: "Edit Fees" }).first().click();
		await page.getByText("there is no editor for it yet").waitFor();
		await page.getByText("amount * 0.01").waitFor();
		await tomas.look(context, "studio-decision-conditional");
		await page.getByRole("button", { name: /Total/ }).click();
		const expression = page.locator(".portico-dmn .textarea [contenteditable=true]").first();
		await expression.click();
		await page.keyboard.press("ControlOrMeta+End");
		await page.keyboard.type(" + 2");
		await saved(tomas);
		await tomas.look(context, "studio-decision-expression");
		await page.getByRole("button", { name: "Try it" }).click();
		const tryOut = page.getByRole("group", { name: "Try it" });
		await tryOut.getByLabel("amount").fill("300");
		await tryOut.getByRole("button", { name: "Decide" }).click();
		await tryOut.getByText("Total is 10").waitFor();
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect([...ada.errors, ...tomas.errors, ...vera.errors]).toEqual([]);
	});
});
