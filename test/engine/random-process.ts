import type { Automation, ElementAutomation } from "../../domain/deployment/automation.ts";
import { random } from "../models/random.ts";
import { randomTime } from "./random-time.ts";
import { CALL, automation } from "./trial.ts";

/** A process grown by dice from blocks that fit into each other, so that it can always run, begun by `S`; with its automation. */
export function randomProcess(seed: number): { readonly bpmn: string; readonly automation: Automation } {
	const next = random(seed);
	const elements: Record<string, ElementAutomation> = {};
	let ids = 0;
	const fresh = (kind: string): string => `${kind}${++ids}`;
	const flow = (source: string, target: string, condition = ""): string =>
		`<sequenceFlow id="${fresh("f")}" sourceRef="${source}" targetRef="${target}">${condition === "" ? "" : `<conditionExpression>${condition}</conditionExpression>`}</sequenceFlow>`;
	const TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

	const SIGNAL = '<signalEventDefinition signalRef="Sig"/>';
	const COMPENSATE = "<compensateEventDefinition/>";
	/** Now and then true: `n` is what the commands change most. */
	const condition = (): string =>
		`<conditionalEventDefinition><condition>n ${["=", "&gt;="][next(2)] ?? "="} ${next(5)}</condition></conditionalEventDefinition>`;

	/** Of an event with several definitions: whether it waits for all. */
	const parallel = (): string => (next(2) === 0 ? ' parallelMultiple="true"' : "");

	/** A block has one way in and one way out. */
	type Block = { readonly xml: string; readonly first: string; readonly last: string };
	const one = (id: string, xml: string): Block => ({ xml, first: id, last: id });

	/** Now and then: data flow into an activity, which needs them or not, and out of it, to what is held here or further out. */
	const data = (id: string): string => {
		if (next(4) !== 0) return "";
		elements[id] = { ...elements[id], outputs: [...(elements[id]?.outputs ?? []), { from: `[n, ${id}in]`, to: `${id}out` }] };
		const needs = next(2) === 0 ? `<dataInputRefs>${id}in</dataInputRefs>` : "";
		const transformation = next(3) === 0 ? "<transformation>n + 1</transformation>" : "";
		return `<property id="${fresh("p")}" name="n2"/><ioSpecification><dataInput id="${id}in"/><dataOutput id="${id}out"/><inputSet>${needs}</inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>RefN</sourceRef><targetRef>${id}in</targetRef>${transformation}</dataInputAssociation><dataOutputAssociation><sourceRef>${id}out</sourceRef><targetRef>RefHeld</targetRef></dataOutputAssociation>`;
	};

	const activity = (): Block => {
		const kind = next(10);
		if (kind === 0) {
			const id = fresh("user");
			if (next(4) === 0)
				return one(id, `<callActivity id="${id}" calledElement="GlobalUser">${marker()}${data(id)}</callActivity>${boundary(id)}`);
			return one(id, `<userTask id="${id}">${marker()}${data(id)}</userTask>${boundary(id)}`);
		}
		if (kind === 1) {
			const id = fresh("service");
			elements[id] = { ...CALL, outputs: [{ from: "n + 1", to: "n" }] };
			return one(id, `<serviceTask id="${id}">${marker()}${data(id)}</serviceTask>${boundary(id)}`);
		}
		if (kind === 2) {
			const id = fresh("script");
			elements[id] = { script: { expression: next(8) === 0 ? "missing.a > 1" : "n + 1", result: next(2) === 0 ? "n" : "deep.n" } };
			return one(id, `<scriptTask id="${id}">${data(id)}</scriptTask>`);
		}
		if (kind === 3) {
			const id = fresh("timer");
			return one(id, `<intermediateCatchEvent id="${id}">${TIMER}</intermediateCatchEvent>`);
		}
		if (kind === 4) {
			const id = fresh("receive");
			if (next(3) === 0) return one(id, `<receiveTask id="${id}" messageRef="Keyed"/>${boundary(id)}`);
			elements[id] = { message: { name: "m" } };
			return one(id, `<receiveTask id="${id}"/>${boundary(id)}`);
		}
		if (kind === 5) {
			const id = fresh("throw");
			if (next(3) === 0)
				return one(id, `<intermediateThrowEvent id="${id}"><messageEventDefinition messageRef="Keyed"/></intermediateThrowEvent>`);
			elements[id] = { message: { name: "m", payload: "n" } };
			return one(id, `<intermediateThrowEvent id="${id}"><messageEventDefinition/></intermediateThrowEvent>`);
		}
		if (kind === 6) {
			const id = fresh("signal");
			const definition = [SIGNAL, condition(), SIGNAL + TIMER + condition()][next(3)] ?? SIGNAL;
			return one(id, `<intermediateCatchEvent id="${id}"${parallel()}>${definition}</intermediateCatchEvent>`);
		}
		if (kind === 7) {
			const id = fresh("cry");
			const definition =
				[SIGNAL, COMPENSATE, SIGNAL + COMPENSATE, '<compensateEventDefinition waitForCompletion="false"/>'][next(4)] ?? SIGNAL;
			return one(id, `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>`);
		}
		if (kind === 8) {
			// As many tokens as the one gives the other takes; a person sends them on one by one.
			const many = 1 + next(3);
			const giver = fresh("gives");
			const each = fresh("user");
			const taker = fresh("takes");
			return {
				xml: `<task id="${giver}" completionQuantity="${many}"/><userTask id="${each}"/><userTask id="${taker}" startQuantity="${many}"/>${flow(giver, each)}${flow(each, taker)}`,
				first: giver,
				last: taker,
			};
		}
		const id = fresh("task");
		return one(id, `<${next(2) === 0 ? "task" : "manualTask"} id="${id}"/>${compensation(id)}`);
	};

	/** Now and then: an activity is done several times. */
	const marker = (): string => {
		if (next(5) !== 0) return "";
		if (next(3) === 0) return `<standardLoopCharacteristics loopMaximum="${1 + next(3)}"/>`;
		const enough = next(2) === 0 ? "<completionCondition>numberOfCompletedInstances &gt;= 1</completionCondition>" : "";
		const event = ["Def", "DefSignal", "DefError"][next(8)] ?? "DefMessage";
		const throws =
			["", `behavior="None" noneBehaviorEventRef="${event}" `, `behavior="One" oneBehaviorEventRef="${event}" `][next(4)] ??
			'behavior="Complex" ';
		const complex = throws.includes("Complex")
			? '<complexBehaviorDefinition><condition>numberOfActiveInstances = 1</condition><event><escalationEventDefinition escalationRef="Esc"/></event></complexBehaviorDefinition>'
			: "";
		return `<multiInstanceLoopCharacteristics ${throws}isSequential="${next(2) === 0}"><loopCardinality>${next(4)}</loopCardinality>${enough}${complex}</multiInstanceLoopCharacteristics>`;
	};

	/** Now and then: what completed can be compensated. */
	const compensation = (activityId: string): string => {
		if (next(3) !== 0) return "";
		const [event, undo] = [fresh("compensates"), fresh("undo")];
		return `<boundaryEvent id="${event}" attachedToRef="${activityId}">${COMPENSATE}</boundaryEvent><${next(2) === 0 ? "userTask" : "task"} id="${undo}" isForCompensation="true"/><association id="${fresh("to")}" sourceRef="${event}" targetRef="${undo}"/>`;
	};

	const boundary = (activityId: string): string => compensation(activityId) + interruption(activityId);

	const interruption = (activityId: string): string => {
		if (next(3) !== 0) return "";
		const id = fresh("boundary");
		const end = fresh("late");
		const kind = next(6);
		if (kind === 1) elements[id] = { message: { name: "b" } };
		const definition =
			kind === 5
				? condition()
				: kind === 0
					? "<errorEventDefinition/>"
					: kind === 1
						? "<messageEventDefinition/>"
						: kind === 4
							? SIGNAL
							: next(2) === 0
								? TIMER
								: "<timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition>";
		const keep = kind !== 0 && next(2) === 0 ? ' cancelActivity="false"' : "";
		const more = kind !== 0 && next(3) === 0 ? condition() : "";
		return `<boundaryEvent id="${id}" attachedToRef="${activityId}"${keep}${more === "" ? "" : parallel()}>${definition}${more}</boundaryEvent><endEvent id="${end}"/>${flow(id, end)}`;
	};

	/** Now and then: what happens while the sub-process around it goes on. */
	const eventSubProcess = (): string => {
		if (next(2) !== 0) return "";
		const id = fresh("event");
		const start = fresh("when");
		const task = fresh("user");
		const kind = next(6);
		if (kind === 1) elements[start] = { message: { name: "b" } };
		const definition =
			["<errorEventDefinition/>", "<messageEventDefinition/>", SIGNAL, "<escalationEventDefinition/>", TIMER][kind] ?? condition();
		const keep = kind !== 0 && next(2) === 0 ? ' isInterrupting="false"' : "";
		const more = kind !== 0 && kind !== 3 && next(3) === 0 ? SIGNAL : "";
		return `<subProcess id="${id}" triggeredByEvent="true"><startEvent id="${start}"${keep}${more === "" ? "" : parallel()}>${definition}${more}</startEvent><userTask id="${task}"/>${flow(start, task)}</subProcess>`;
	};

	const block = (depth: number): Block => {
		const kind = depth > 3 ? 9 : next(10);
		if (kind < 2) {
			const parts = Array.from({ length: 2 + next(2) }, () => block(depth + 1));
			const links = parts.slice(1).map((part, at) => flow(parts[at]?.last ?? "", part.first));
			return { xml: parts.map((each) => each.xml).join("") + links.join(""), first: parts[0]?.first ?? "", last: parts.at(-1)?.last ?? "" };
		}
		if (kind < 4) {
			const type = ["parallelGateway", "exclusiveGateway", "inclusiveGateway", "complexGateway"][next(4)] ?? "parallelGateway";
			const chooses = type !== "parallelGateway";
			const first = fresh("split");
			const last = fresh("join");
			const parts = Array.from({ length: 2 + next(2) }, () => block(depth + 1));
			const activation =
				type === "complexGateway" ? `<activationCondition>activationCount &gt;= ${next(4) === 0 ? 2 : 1}</activationCondition>` : "";
			let xml = `<${type} id="${last}">${activation}</${type}>`;
			let chosen = "";
			for (const [at, part] of parts.entries()) {
				const into = flow(first, part.first, chooses && at > 0 ? `n &gt; ${next(4)}` : "");
				if (at === 0) chosen = /id="(f\d+)"/.exec(into)?.[1] ?? "";
				xml += part.xml + into + flow(part.last, last);
			}
			return { xml: `<${type} id="${first}"${chooses ? ` default="${chosen}"` : ""}/>${xml}`, first, last };
		}
		if (kind === 4) {
			const id = fresh("sub");
			const start = fresh("start");
			const inner = block(depth + 1);
			const end = fresh("end");
			const thrown = next(7);
			const type = thrown === 6 ? "transaction" : "subProcess";
			const definition =
				thrown === 0
					? "<terminateEventDefinition/>"
					: thrown === 1
						? "<errorEventDefinition/>"
						: thrown === 2
							? '<escalationEventDefinition escalationRef="Esc"/>'
							: thrown === 3
								? COMPENSATE
								: thrown === 6
									? "<cancelEventDefinition/>"
									: "";
			const repeats = thrown === 6 ? "" : marker();
			const cancelled = thrown === 6 && next(2) === 0 ? fresh("cancelled") : "";
			const caught =
				cancelled === "" ? "" : `<boundaryEvent id="${cancelled}" attachedToRef="${id}"><cancelEventDefinition/></boundaryEvent>`;
			if (thrown === 1) elements[end] = { errorCode: "e" };
			return one(
				id,
				`<${type} id="${id}">${repeats}${data(id)}${next(3) === 0 ? `<dataObject id="${fresh("held")}" name="held"/>` : ""}<startEvent id="${start}"/>${inner.xml}${eventSubProcess()}<endEvent id="${end}">${definition}</endEvent>${flow(start, inner.first)}${flow(inner.last, end)}</${type}>${caught}${boundary(id)}`,
			);
		}
		if (kind === 5) {
			// A loop whose counter rises, so that it ends.
			const count = fresh("script");
			elements[count] = { script: { expression: "n + 1", result: "n" } };
			const merge = fresh("merge");
			const decide = fresh("decide");
			const inner = block(depth + 1);
			const back = flow(decide, merge, `n &lt; ${1 + next(5)}`);
			const out = fresh("out");
			const onward = flow(decide, out);
			const chosen = /id="(f\d+)"/.exec(onward)?.[1] ?? "";
			return {
				xml: `<exclusiveGateway id="${merge}"/>${inner.xml}<scriptTask id="${count}"/><exclusiveGateway id="${decide}" default="${chosen}"/><task id="${out}"/>${flow(merge, inner.first)}${flow(inner.last, count)}${flow(count, decide)}${back}${onward}`,
				first: merge,
				last: out,
			};
		}
		if (kind === 6) {
			// Whatever comes first: a message or the end of an hour.
			const gateway = fresh("events");
			const timer = fresh("timer");
			const message = fresh("message");
			const merge = fresh("merge");
			elements[message] = { message: { name: "m" } };
			return {
				xml: `<eventBasedGateway id="${gateway}"/><intermediateCatchEvent id="${timer}">${TIMER}</intermediateCatchEvent><intermediateCatchEvent id="${message}"><messageEventDefinition/></intermediateCatchEvent><exclusiveGateway id="${merge}"/>${flow(gateway, timer)}${flow(gateway, message)}${flow(timer, merge)}${flow(message, merge)}`,
				first: gateway,
				last: merge,
			};
		}
		if (kind === 7) {
			// What is done in it, and how often, is chosen.
			const id = fresh("adhoc");
			const [ask, answer, other] = [fresh("user"), fresh("user"), fresh("user")];
			const condition = next(2) === 0 ? "" : `<completionCondition>n &gt; ${next(3)}</completionCondition>`;
			const attributes = `${next(2) === 0 ? ' ordering="Sequential"' : ""}${next(3) === 0 ? ' cancelRemainingInstances="false"' : ""}`;
			return one(
				id,
				`<adHocSubProcess id="${id}"${attributes}>${marker()}<userTask id="${ask}"/><userTask id="${answer}"/>${flow(ask, answer)}<userTask id="${other}">${marker()}</userTask>${condition}</adHocSubProcess>${boundary(id)}`,
			);
		}
		return activity();
	};

	/** What a case begins by is `S`: mostly a start event without a trigger, now and then whatever else begins a process. */
	const begin = (): { readonly xml: string; readonly last: string } => {
		const kind = next(8);
		if (kind < 3) elements["S"] = { message: { name: "s" } };
		if (kind === 0) return { xml: '<receiveTask id="S" instantiate="true"/>', last: "S" };
		if (kind === 1) return { xml: `<startEvent id="S"${parallel()}><messageEventDefinition/>${SIGNAL}</startEvent>`, last: "S" };
		if (kind > 2) return { xml: '<startEvent id="S"/>', last: "S" };
		const [gateway, other, join] = [fresh("first"), fresh("signal"), fresh("join")];
		const catches = (id: string, definition: string): string =>
			`<intermediateCatchEvent id="${id}">${definition}</intermediateCatchEvent>${flow(gateway, id)}${flow(id, join)}`;
		return {
			xml: `<eventBasedGateway id="${gateway}" instantiate="true" eventGatewayType="Parallel"/>${catches("S", "<messageEventDefinition/>")}${catches(other, SIGNAL)}<parallelGateway id="${join}"/>`,
			last: join,
		};
	};

	/** The key of the keyed message is the conversation's, or follows `n`. */
	const bound =
		next(3) === 0
			? '<correlationSubscription id="Sub" correlationKeyRef="Key"><correlationPropertyBinding id="Bind" correlationPropertyRef="Property"><dataPath>n</dataPath></correlationPropertyBinding></correlationSubscription>'
			: "";
	const keyed =
		'<message id="Keyed" name="k"/><correlationProperty id="Property"><correlationPropertyRetrievalExpression messageRef="Keyed"><messagePath>n</messagePath></correlationPropertyRetrievalExpression></correlationProperty><collaboration id="Co"><participant id="Pool" processRef="P"/><correlationKey id="Key"><correlationPropertyRef>Property</correlationPropertyRef></correlationKey></collaboration>';

	const body = block(0);
	const first = begin();
	const xml = `${first.xml}${body.xml}<endEvent id="E"/>${flow(first.last, body.first)}${flow(body.last, "E")}`;
	return {
		bpmn: `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><signal id="Sig" name="sig"/><escalation id="Esc" escalationCode="late"/><escalationEventDefinition id="Def" escalationRef="Esc"/><signalEventDefinition id="DefSignal" signalRef="Sig"/><messageEventDefinition id="DefMessage" messageRef="Keyed"/><error id="Err" errorCode="e"/><errorEventDefinition id="DefError" errorRef="Err"/><globalUserTask id="GlobalUser"/>${keyed}<process id="P" isExecutable="true"><dataObject id="n"/><dataObjectReference id="RefN" dataObjectRef="n"/><dataObject id="Held" name="held"/><dataObjectReference id="RefHeld" dataObjectRef="Held"/>${xml}${bound}</process></definitions>`,
		automation: {
			...automation({}, { data: { attributes: [{ name: "n", label: "n", type: "number" }] } }),
			...randomTime(xml, seed, elements),
		},
	};
}
