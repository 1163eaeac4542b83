import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { setStage, signIn, type Seat, sit, type Stage } from "./stage.ts";

const RESTOCK = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="t">
	<process id="Restock" name="Restock" isExecutable="true"><startEvent id="Low" name="Stock is low"/><callActivity id="Order" name="Order more" calledElement="Purchase"/><endEvent id="Full" name="Full again"/>
	<sequenceFlow id="f1" sourceRef="Low" targetRef="Order"/><sequenceFlow id="f2" sourceRef="Order" targetRef="Full"/></process>
	<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pl" bpmnElement="Restock">
	<bpmndi:BPMNShape id="s1" bpmnElement="Low"><dc:Bounds x="100" y="122" width="36" height="36"/></bpmndi:BPMNShape>
	<bpmndi:BPMNShape id="s2" bpmnElement="Order"><dc:Bounds x="200" y="100" width="100" height="80"/></bpmndi:BPMNShape>
	<bpmndi:BPMNShape id="s3" bpmnElement="Full"><dc:Bounds x="370" y="122" width="36" height="36"/></bpmndi:BPMNShape>
	<bpmndi:BPMNEdge id="e1" bpmnElement="f1"><di:waypoint x="136" y="140"/><di:waypoint x="200" y="140"/></bpmndi:BPMNEdge>
	<bpmndi:BPMNEdge id="e2" bpmnElement="f2"><di:waypoint x="300" y="140"/><di:waypoint x="370" y="140"/></bpmndi:BPMNEdge>
	</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>`;

/** A call activity of one model that calls a process of another. */
describe("a call of another model", () => {
	let stage: Stage;
	let ada: Seat;
	beforeAll(async () => {
		stage = await setStage();
		ada = await sit(stage, "light");
		await signIn(stage, ada, "ada@harbour.example");
	});
	afterEach((context) => stage.keepFailure(context));
	afterAll(() => stage?.close());

	it("is chosen on the call activity, brings the called steps to be set up, and is taken away and brought back by an undo", async (context) => {
		const { page } = ada;
		await ada.visit("/studio");
		await page.getByRole("button", { name: "New project" }).click();
		const dialog = page.getByRole("dialog", { name: "New project" });
		await dialog.getByLabel("A BPMN file").check();
		await dialog
			.locator("input[type=file]")
			.setInputFiles({ name: "restock.bpmn", mimeType: "application/xml", buffer: Buffer.from(RESTOCK) });
		await dialog.getByLabel("Name").fill("Restock");
		await dialog.getByRole("button", { name: "Make the project" }).click();
		await page.getByRole("heading", { name: "Restock", level: 1 }).waitFor();
		const project = new URL(page.url()).pathname.split("/")[2] ?? "";
		await ada.visit(`/studio/${project}/process?element=Order`);
		await page.getByText('"Order more" calls "Purchase", which is no process or global task of this file.').first().waitFor();
		await page.getByLabel("Calls a process of").selectOption({ label: "Purchase order" });
		await ada.look(context, "studio-call-choose");
		await page.getByLabel("Process", { exact: true }).selectOption({ index: 1 });
		const steps = page.getByRole("navigation", { name: "Called steps" });
		await steps.getByRole("link", { name: "Order goods" }).waitFor();
		await page.getByLabel("Revision").selectOption({ label: "Revision 1" });
		await page.getByText("This one, until another is chosen.").waitFor();
		const dataIn = page.getByRole("group", { name: "Data in" });
		await dataIn.getByRole("button", { name: "Add" }).click();
		await dataIn.getByLabel("Data in 1, from").fill('"pallets"');
		await dataIn.getByLabel("Data in 1, to").fill("goods");
		await ada.look(context, "studio-call");
		await steps.getByRole("link", { name: "Order goods" }).click();
		await page.getByLabel("Title in the inbox").waitFor();
		await ada.visit(`/studio/${project}/process?element=Order`);
		await page.getByLabel("Calls a process of").selectOption({ label: "this file" });
		await page.getByText('"Order more" calls "Purchase", which is no process or global task of this file.').first().waitFor();
		await page.getByRole("button", { name: "Undo" }).first().click();
		await steps.getByRole("link", { name: "Order goods" }).waitFor();
	});
});
