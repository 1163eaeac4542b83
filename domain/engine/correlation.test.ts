import { describe, it } from "vitest";
import { Pools } from "../../test/engine/pools.ts";
import { automation, flows, refusals, Trial } from "../../test/engine/trial.ts";

/** How a property is read from messages: `A:order.id`. */
const property = (id: string, ...paths: readonly string[]): string =>
	`<correlationProperty id="${id}" name="${id}">${paths
		.map((each) => {
			const [message = "", path = ""] = each.split(":");
			return `<correlationPropertyRetrievalExpression messageRef="${message}"><messagePath>${path}</messagePath></correlationPropertyRetrievalExpression>`;
		})
		.join("")}</correlationProperty>`;

const key = (id: string, ...properties: readonly string[]): string =>
	`<correlationKey id="${id}" name="${id}">${properties.map((each) => `<correlationPropertyRef>${each}</correlationPropertyRef>`).join("")}</correlationKey>`;

const event = (tag: string, id: string, message: string, more = ""): string =>
	`<${tag} id="${id}"${more}><messageEventDefinition messageRef="${message}"/></${tag}>`;

const MESSAGES = '<message id="Ask" name="ask"/><message id="Answer" name="answer"/><message id="More" name="more"/>';

/** A pool `P` with the properties, a collaboration with the keys, and what is in the process. */
function talking(inside: string, properties: string, keys: string): string {
	return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">${MESSAGES}${properties}<collaboration id="Co"><participant id="Pool" processRef="P"/>${keys}</collaboration><process id="P" isExecutable="true">${inside}</process></definitions>`;
}

const ORDER = property("order", "Ask:orderId", "Answer:order.id");
const BY_ORDER = key("ByOrder", "order");

/** Asks about an order, waits for the answer, and then for a person. */
const ASKS = `<startEvent id="S"/>${event("intermediateThrowEvent", "Tell", "Ask")}${event("intermediateCatchEvent", "Hear", "Answer")}<userTask id="T"/>${flows("S>Tell", "Tell>Hear", "Hear>T")}`;

describe("a message with a key of the model (BPMN 2.0.2 §8.4.2)", () => {
	it("carries the key that its conversation then has, and what comes back finds the case by it", async ({ expect }) => {
		const pools = await Pools.of(talking(ASKS, ORDER, BY_ORDER));
		const [a, b] = [pools.start({ orderId: "A" }), pools.start({ orderId: "B" })];
		expect(pools.kept).toMatchObject([
			{ message: "ask", key: "A", payload: { orderId: "A" } },
			{ message: "ask", key: "B", payload: { orderId: "B" } },
		]);
		expect(a.wait("Hear", "message")).toMatchObject({ message: "answer", key: "A" });
		pools.send("answer", "B", { order: { id: "B" } });
		expect([a.open, b.open]).toEqual([["Hear"], ["T"]]);
	});

	it("begins a case that has its key from then on", async ({ expect }) => {
		const model = talking(
			`${event("startEvent", "S", "Ask")}${event("intermediateCatchEvent", "Hear", "Answer")}${flows("S>Hear")}`,
			ORDER,
			BY_ORDER,
		);
		const pools = await Pools.of(model);
		pools.send("ask", "12", { orderId: 12 });
		pools.send("ask", "13", { orderId: 13 });
		expect(pools.cases.map((each) => each.wait("Hear", "message").key)).toEqual(["12", "13"]);
		expect(pools.cases[0]?.state?.scopes[0]?.keys).toEqual({ ByOrder: [12] });
		pools.send("answer", "13", { order: { id: 13 } });
		expect(pools.cases.map((each) => each.status)).toEqual(["active", "completed"]);
	});

	it("is waited for by any key while the conversation has none, and by its own once another gave it", async ({ expect }) => {
		const model = talking(
			`<startEvent id="S"/><parallelGateway id="G"/><receiveTask id="First" messageRef="Ask"/><receiveTask id="Second" messageRef="Answer"/>${flows("S>G", "G>First", "G>Second")}`,
			ORDER,
			BY_ORDER,
		);
		const pools = await Pools.of(model);
		const trial = pools.start();
		expect(trial.wait("Second", "message")).toMatchObject({ key: null, any: true });
		const open = trial.wait("Second", "message").id;
		pools.send("ask", "7", { orderId: "7" });
		const wait = trial.wait("Second", "message");
		expect([wait.key, wait.any, trial.effects.some((each) => each.type === "close-subscription" && each.subscription === open)]).toEqual([
			"7",
			undefined,
			true,
		]);
		pools.send("answer", "8", { order: { id: "8" } });
		expect(trial.status).toBe("active");
		pools.send("answer", "7", { order: { id: "7" } });
		expect(trial.status).toBe("completed");
	});

	it("has a key of several properties as a JSON array, and of more than 400 characters none", async ({ expect }) => {
		const model = talking(
			ASKS,
			property("order", "Ask:order", "Answer:order") + property("line", "Ask:line", "Answer:line"),
			key("Both", "order", "line"),
		);
		const trial = (await Trial.of(model)).start({ order: "A", line: 3 });
		expect(trial.wait("Hear", "message").key).toBe('["A",3]');
		const long = (await Trial.of(model)).start({ order: "A".repeat(400), line: 3 });
		expect(long.incidents).toEqual(["engine.key_too_long@Tell"]);
		const half = (await Trial.of(model)).start({ order: "A", line: null });
		expect(half.incidents).toEqual(["engine.no_correlation_key@Tell"]);
	});

	it("must have the key of its conversation, sent or received", async ({ expect }) => {
		const model = talking(ASKS, ORDER, BY_ORDER);
		const heard = (await Trial.of(model)).start({ orderId: "A" }).deliver("Hear", { order: { id: "B" } });
		expect(heard.incidents).toEqual(["engine.key_differs@Hear"]);
		// Repaired, it waits again.
		expect(heard.retry().deliver("Hear", { order: { id: "A" } }).open).toEqual(["T"]);
		const twice = talking(
			`<startEvent id="S"/>${event("intermediateThrowEvent", "Tell", "Ask")}<userTask id="T"/>${event("endEvent", "Again", "Ask")}${flows("S>Tell", "Tell>T", "T>Again")}`,
			ORDER,
			BY_ORDER,
		);
		const says = automation({ Again: { message: { payload: "{ orderId: orderId }" } } });
		const sent = (await Trial.of(twice, says)).start({ orderId: "A" }).complete("T", { orderId: "B" });
		expect(sent.incidents).toEqual(["engine.key_differs@Again"]);
		// A message that says nothing carries the key of its conversation.
		const silent = (await Trial.of(twice)).start({ orderId: "A" }).complete("T", { orderId: "B" });
		expect(silent.effects.findLast((each) => each.type === "throw-message")).toMatchObject({ key: "A", payload: { orderId: "A" } });
	});

	it("brings another key of its conversation, by which later messages are found", async ({ expect }) => {
		const model = talking(
			`<startEvent id="S"/>${event("intermediateThrowEvent", "Tell", "Ask")}${event("intermediateCatchEvent", "Hear", "Answer")}${event("intermediateCatchEvent", "Then", "More")}${flows("S>Tell", "Tell>Hear", "Hear>Then")}`,
			property("order", "Ask:orderId", "Answer:order.id") + property("parcel", "Answer:parcel", "More:parcel"),
			BY_ORDER + key("ByParcel", "parcel"),
		);
		const trial = (await Trial.of(model)).start({ orderId: "A" }).deliver("Hear", { order: { id: "A" }, parcel: "P-1" });
		expect(trial.wait("Then", "message").key).toBe("P-1");
	});

	it("is of a conversation of its own in each instance of what repeats", async ({ expect }) => {
		const inner = `<startEvent id="S1"/><sendTask id="Tell" messageRef="Ask"/><receiveTask id="Hear" messageRef="Answer"/>${flows("S1>Tell", "Tell>Hear")}`;
		const model = talking(
			`<startEvent id="S"/><subProcess id="Each"><multiInstanceLoopCharacteristics><loopDataInputRef>suppliers</loopDataInputRef><inputDataItem id="orderId" name="orderId"/></multiInstanceLoopCharacteristics>${inner}</subProcess><dataObject id="suppliers"/>${flows("S>Each")}`,
			ORDER,
			BY_ORDER,
		);
		const trial = (await Trial.of(model)).start({ suppliers: ["A", "B"] });
		expect(trial.incidents).toEqual([]);
		expect(trial.state?.waits.map((each) => each.key)).toEqual(["A", "B"]);
	});

	it("keeps to the automation's key where that has one", async ({ expect }) => {
		const settings = automation({ Hear: { message: { key: "own" } }, Tell: { message: { key: "own" } } });
		const trial = (await Trial.of(talking(ASKS, ORDER, BY_ORDER), settings)).start({ own: "X" });
		expect(trial.wait("Hear", "message").key).toBe("X");
		expect(trial.effects.find((each) => each.type === "throw-message")).toMatchObject({ key: "X", payload: null });
	});
});

describe("a key that the process binds to its data (§8.4.2, context-based correlation)", () => {
	const SUBSCRIPTION =
		'<correlationSubscription id="Sub" correlationKeyRef="ByOrder"><correlationPropertyBinding id="Bind" correlationPropertyRef="order"><dataPath>customer.order</dataPath></correlationPropertyBinding></correlationSubscription>';
	const bound = talking(
		`<startEvent id="S"/>${event("intermediateCatchEvent", "Hear", "Answer")}${flows("S>Hear")}${SUBSCRIPTION}`,
		ORDER,
		BY_ORDER,
	);

	it("follows the data while the message is waited for", async ({ expect }) => {
		const pools = await Pools.of(bound);
		const trial = pools.start({ customer: { order: "A" } });
		expect(trial.wait("Hear", "message").key).toBe("A");
		trial.set({ customer: { order: "B" } });
		expect(trial.wait("Hear", "message").key).toBe("B");
		pools.send("answer", "A", { order: { id: "A" } });
		expect(trial.status).toBe("active");
		pools.send("answer", "B", { order: { id: "B" } });
		expect(trial.status).toBe("completed");
	});

	it("stays what it was while the data give none, and follows what was changed while the case was suspended", async ({ expect }) => {
		const trial = (await Trial.of(bound)).start({ customer: { order: "A" } });
		trial.set({ customer: { order: null } });
		expect(trial.wait("Hear", "message").key).toBe("A");
		trial.step({ type: "suspend", reason: "" });
		trial.set({ customer: { order: "C" } });
		expect(trial.wait("Hear", "message").key).toBe("A");
		trial.step({ type: "resume" });
		expect(trial.wait("Hear", "message").key).toBe("C");
	});

	it("is an incident where nothing gives it", async ({ expect }) => {
		const trial = (await Trial.of(bound)).start();
		expect(trial.incidents).toEqual(["engine.no_correlation_key@Hear"]);
	});
});

describe("a key that cannot be told is refused", () => {
	it("when a property does not say how it is read from a message", async ({ expect }) => {
		const model = talking(ASKS, ORDER + property("line", "Ask:line"), key("Both", "order", "line"));
		expect(await refusals(model)).toEqual(["engine.correlation_incomplete@Hear"]);
	});

	it("when the process binds some of its properties only", async ({ expect }) => {
		const subscription =
			'<correlationSubscription id="Sub" correlationKeyRef="ByOrder"><correlationPropertyBinding id="Bind" correlationPropertyRef="other"><dataPath>a</dataPath></correlationPropertyBinding></correlationSubscription>';
		const model = talking(
			`<startEvent id="S"/>${event("endEvent", "E", "Ask")}${flows("S>E")}${subscription}`,
			ORDER + property("other"),
			BY_ORDER,
		);
		expect(await refusals(model)).toEqual(["engine.correlation_incomplete@E"]);
	});

	it("when it is read by more than a field and the message says nothing", async ({ expect }) => {
		const model = talking(ASKS, property("order", "Ask:upper case(orderId)", "Answer:order.id"), BY_ORDER);
		expect(await refusals(model)).toEqual(["engine.no_payload@Tell"]);
		expect(await refusals(model, automation({ Tell: { message: { payload: "{ orderId: orderId }" } } }))).toEqual([]);
	});

	it("when a message of the conversation carries none of its keys", async ({ expect }) => {
		const model = talking(ASKS, property("order", "Answer:order.id"), BY_ORDER).replace(
			'<participant id="Pool" processRef="P"/>',
			'<participant id="Pool" processRef="P"/><participant id="Other"/><messageFlow id="Flow" sourceRef="Tell" targetRef="Other"/>',
		);
		expect(await refusals(model)).toEqual(["engine.no_correlation@Tell"]);
		expect(await refusals(model, automation({ Tell: { message: { key: "orderId" } } }))).toEqual([]);
	});
});
