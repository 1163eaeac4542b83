import { describe, it } from "vitest";
import { Pools } from "../../test/engine/pools.ts";
import { automation, flows, refusals, Trial } from "../../test/engine/trial.ts";

const EVENT = "<messageEventDefinition/>";

/** Two pools that are run, `P` and `Q`, and what they say to each other. */
function pools(p: string, q: string, talk: string, roots = ""): string {
	return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><message id="Ask" name="ask"/><message id="Answer" name="answer"/>${roots}<collaboration id="Co"><participant id="PoolP" processRef="P"/><participant id="PoolQ" processRef="Q"/><participant id="Bank" name="Bank"/>${talk}</collaboration><process id="P" isExecutable="true">${p}</process><process id="Q" isExecutable="true">${q}</process></definitions>`;
}

const flow = (source: string, target: string, message = ""): string =>
	`<messageFlow id="${source}-to-${target}" sourceRef="${source}" targetRef="${target}"${message === "" ? "" : ` messageRef="${message}"`}/>`;

/** Asks and waits for the answer. */
const P = `<startEvent id="S"/><sendTask id="Tell"/><receiveTask id="Hear"/>${flows("S>Tell", "Tell>Hear")}`;
/** Is asked, works, and answers. */
const Q = `<startEvent id="Asked">${EVENT}</startEvent><userTask id="Work"/><endEvent id="Done"><messageEventDefinition messageRef="Answer"/></endEvent>${flows("Asked>Work", "Work>Done")}`;
const TALK = flow("Tell", "Asked", "Ask") + flow("Done", "Hear");

/** What the deployment is told of message flows. */
const told = (trial: Trial) => trial.linked.program.warnings.filter(({ code }) => code === "engine.message_flow_differs");

describe("message flows between pools of a file (BPMN 2.0.2 §9.3)", () => {
	it("say which message it is: two pools talk back and forth by a key, without any automation", async ({ expect }) => {
		const property =
			'<correlationProperty id="order"><correlationPropertyRetrievalExpression messageRef="Ask"><messagePath>order</messagePath></correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="Answer"><messagePath>about.order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>';
		const key = '<correlationKey id="ByOrder"><correlationPropertyRef>order</correlationPropertyRef></correlationKey>';
		const world = await Pools.of(pools(P, Q, TALK + key, property));
		const [a, b] = [world.start({ order: "A" }), world.start({ order: "B" })];
		const [, ofA, , ofB] = world.cases;
		expect(world.cases.map((each) => each.open)).toEqual([["Hear"], ["Work"], ["Hear"], ["Work"]]);
		expect(ofB?.state?.scopes[0]?.keys).toEqual({ ByOrder: ["B"] });
		ofB?.complete("Work");
		world.talk();
		expect([a.status, b.status, ofB?.status]).toEqual(["active", "completed", "completed"]);
		ofA?.complete("Work");
		world.talk();
		expect(a.status).toBe("completed");
	});

	it("give an end that names none the message of the flow, of the source or of the target", async ({ expect }) => {
		const { linked } = await Trial.of(pools(P, Q, TALK));
		expect(linked.byId.get("Tell")?.settings).toMatchObject({ message: { message: "ask" } });
		expect(linked.program.starts.find((each) => each.elementId === "Asked")?.message).toBe("ask");
		expect(linked.byId.get("Hear")?.settings).toMatchObject({ message: "answer" });
		const target = pools(
			P.replace('<receiveTask id="Hear"/>', '<receiveTask id="Hear" messageRef="Answer"/>'),
			Q.replace(' messageRef="Answer"', ""),
			TALK,
		);
		expect((await Trial.of(target)).linked.byId.get("Done")?.events[0]?.settings).toMatchObject({ message: "answer" });
		// What the automation calls it at one end it is at the other.
		const bare = pools(P, Q.replace(' messageRef="Answer"', ""), TALK);
		expect(await refusals(bare)).toEqual(["engine.no_message@Hear", "engine.no_message@Done"]);
		const chosen = await Trial.of(bare, automation({ Done: { message: { name: "settled" } } }));
		expect(chosen.linked.byId.get("Hear")?.settings).toMatchObject({ message: "settled" });
	});

	it("whose ends name different messages are refused, and told where the automation chose one", async ({ expect }) => {
		const other = pools(P.replace('<receiveTask id="Hear"/>', '<receiveTask id="Hear" messageRef="Ask"/>'), Q, TALK);
		expect(await refusals(other)).toEqual(["engine.message_flow_differs@Done"]);
		const chosen = await Trial.of(pools(P, Q, TALK), automation({ Hear: { message: { name: "else" } } }));
		expect(told(chosen)).toMatchObject([
			{
				at: "Done",
				detail: 'endEvent Done sends the message "answer", and receiveTask Hear, to which its message flow leads, waits for "else".',
			},
		]);
	});

	it("to the border of a pool only document", async ({ expect }) => {
		const trial = await Trial.of(pools(P, Q, TALK + flow("Tell", "Bank") + flow("Bank", "Hear", "Answer")));
		expect(told(trial)).toEqual([]);
		const drawn = await Trial.of(pools(P, Q, TALK + flow("Bank", "Hear", "Ask")));
		expect(told(drawn)).toMatchObject([{ at: "Hear" }]);
	});
});
