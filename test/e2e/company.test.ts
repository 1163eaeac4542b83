import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { enterAccount, giveRole, type Seat, setStage, sit, type Stage } from "./stage.ts";

/** Sign-in and the Customer Portal: an administrator in light, whom she invites in dark. */
describe("people of a company", () => {
	let stage: Stage;
	let ada: Seat;
	let nils: Seat;
	beforeAll(async () => {
		stage = await setStage();
		[ada, nils] = [await sit(stage, "light"), await sit(stage, "dark")];
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("a wrong password is refused in a sentence, the right one opens the company's tree", async (context) => {
		const { page } = ada;
		await ada.visit("/");
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		await page.getByLabel("Company").fill(stage.demo.slug);
		await enterAccount(page, "ada@harbour.example", "not-her-password");
		await page.getByRole("alert").waitFor();
		await ada.look(context, "sign-in-refused");
		await enterAccount(page, "ada@harbour.example", stage.demo.password);
		await page.getByRole("heading", { name: stage.demo.name, level: 1 }).waitFor();
		await page.getByRole("tree").getByText("Loan request").first().waitFor();
		await page.getByRole("table").first().waitFor();
		await ada.look(context, "customer-portal-company");
	});

	it("an invited person takes the link, chooses a password and is in", async (context) => {
		const { page } = ada;
		await page.getByRole("link", { name: "People" }).click();
		await page.getByRole("table", { name: "People of the company" }).waitFor();
		await ada.look(context, "customer-portal-people");
		await page.getByRole("button", { name: "Invite" }).click();
		const dialog = page.getByRole("dialog");
		await dialog.getByLabel("Name").fill("Nils Holm");
		await dialog.getByLabel("E-mail").fill("nils@harbour.example");
		await ada.look(context, "customer-portal-invite");
		await dialog.getByRole("button", { name: "Invite" }).click();
		const link = await dialog.getByLabel("One-time link").inputValue();
		await ada.look(context, "customer-portal-one-time-link");
		await dialog.getByRole("button", { name: "Done" }).click();

		await nils.page.goto(link);
		await nils.page.getByRole("heading", { name: `Join ${stage.demo.name}` }).waitFor();
		await nils.look(context, "invitation");
		await nils.page.getByLabel("Password").fill("a-harbour-in-the-north");
		await nils.page.getByRole("button", { name: "Set the password and go on" }).click();
		await nils.page.getByRole("heading", { name: stage.demo.name, level: 1 }).waitFor();

		// The link was good once.
		const late = await sit(stage, "light");
		await late.page.goto(link);
		await late.page.getByRole("heading", { name: "This link is no longer good" }).waitFor();
		await late.look(context, "invitation-used");
		await late.page.context().close();
	});

	it("a role opens a model to them, and taking it away closes it on the next look", async (context) => {
		const { page } = ada;
		await nils.visit("/modeler");
		await nils.page.getByText("No model is shared with you yet").waitFor();
		await nils.look(context, "modeler-nothing-shared");

		await page.getByRole("tree").getByText("Purchase order").first().click();
		await page.getByRole("heading", { name: "Purchase order", level: 1 }).waitFor();
		await page.getByRole("button", { name: "Give a role" }).click();
		await ada.look(context, "customer-portal-give-role");
		await page.keyboard.press("Escape");
		await giveRole(page, "Nils Holm", "Model viewer");
		await page.getByRole("row", { name: /Nils Holm.*Model viewer/ }).waitFor();
		await page.getByLabel("Who can").selectOption({ label: "draw in the model" });
		await page.getByText("because of").first().waitFor();
		await ada.look(context, "customer-portal-model");

		await nils.page.reload();
		await nils.page.getByRole("link", { name: "Purchase order" }).click();
		await nils.page.getByText("You may read this model").waitFor();
		await nils.page.getByRole("application", { name: "Diagram" }).getByText("Order goods").waitFor();

		await page.getByRole("button", { name: "Take away Model viewer from Nils Holm" }).click();
		await page.getByText("Nils Holm is no longer Model viewer here.").waitFor();
		// Their open room closes at once, not when they reload.
		await nils.page.getByText("You no longer have access to this model").waitFor();
		await nils.look(context, "modeler-access-ended");
	});

	it("the audit trail tells every act in a sentence, and its chain holds", async (context) => {
		const { page } = ada;
		await page.getByRole("link", { name: "Audit trail" }).click();
		const trail = page.getByRole("table", { name: "Audit trail, newest first" });
		await trail
			.getByRole("row", { name: /Nils Holm/ })
			.first()
			.waitFor();
		await page.getByRole("button", { name: "Check the chain" }).click();
		await page.getByText(/All \d+ rows follow one another/).waitFor();
		await ada.look(context, "customer-portal-audit");
		await page.getByLabel("About").selectOption({ label: "Roles" });
		await trail
			.getByRole("row", { name: /Model viewer/ })
			.first()
			.waitFor();
	});

	it("a person's page shows roles and sessions, and a deactivated person is out", async (context) => {
		const { page } = ada;
		await page.getByRole("link", { name: "People" }).click();
		await page.getByRole("link", { name: "Nils Holm" }).click();
		await page.getByRole("heading", { name: "Nils Holm", level: 1 }).waitFor();
		await ada.look(context, "customer-portal-person");
		await page.getByRole("button", { name: "Deactivate" }).click();
		await page.getByText("Deactivated", { exact: true }).waitFor();
		await nils.page.goto(`${stage.url}/library`);
		await nils.page.getByRole("heading", { name: "Sign in" }).waitFor();
		await page.getByRole("link", { name: "Groups" }).click();
		await page.getByRole("heading", { name: "Groups", level: 1 }).waitFor();
		await ada.look(context, "customer-portal-groups");
	});

	it("no page told of an error in its script", ({ expect }) => {
		expect(ada.errors).toEqual([]);
		// A browser writes down that the server refused the room when it was tried again; that is no fault of a script.
		expect(nils.errors.filter((error) => !/^WebSocket connection .* 403$/.test(error))).toEqual([]);
	});
});
