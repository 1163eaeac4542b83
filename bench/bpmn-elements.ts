import { peers } from "./peers.ts";

/** The part of bpmn-elements that is measured. */
interface Definition {
	run(callback: (error: Error | null) => void): void;
	getState(): unknown;
	recover(state: unknown): Definition;
	resume(callback: (error: Error | null) => void): void;
	stop(): void;
	getPostponed(): readonly { readonly type: string; readonly id: string; signal(message?: unknown): void }[];
	readonly environment: unknown;
}

interface Bpmn {
	readonly Definition: new (context: unknown) => Definition;
	readonly Context: new (source: unknown, environment?: unknown) => { clone(): unknown };
	readonly Environment: new (options: unknown) => unknown;
}

export interface Peer {
	/** Runs a case with service tasks that answer at once, until it ends or waits for a person. */
	run(): Promise<Definition>;
	/** Loads a saved case and completes the task it waits for. */
	resume(saved: string): Promise<void>;
}

/** bpmn-elements with its source parsed beforehand, as fast as its documentation has it. */
export async function bpmnElements(bpmn: string): Promise<Peer> {
	const load = await peers();
	const elements = (await load("bpmn-elements")) as Bpmn;
	const { BpmnModdle } = (await load("bpmn-moddle")) as { BpmnModdle: new () => { fromXML(xml: string): Promise<unknown> } };
	const { Serializer, TypeResolver } = (await load("moddle-context-serializer")) as {
		Serializer: (parsed: unknown, resolver: unknown) => unknown;
		TypeResolver: (types: unknown) => unknown;
	};
	const source = Serializer(await new BpmnModdle().fromXML(bpmn), TypeResolver(elements));
	const at = (): unknown =>
		new elements.Environment({
			Logger: () => ({ debug() {}, error() {}, warn() {} }),
			services: {},
			extensions: {
				answer(activity: { type: string; behaviour: Record<string, unknown> }) {
					if (activity.type !== "bpmn:ServiceTask") return;
					activity.behaviour.Service = function Service() {
						return {
							execute(...values: readonly unknown[]) {
								(values.at(-1) as (error: null, result: unknown) => void)(null, null);
							},
						};
					};
				},
			},
		});
	const fresh = (): Definition => new elements.Definition(new elements.Context(source, at()));
	const waitsForPerson = (definition: Definition): boolean => definition.getPostponed().some((each) => each.type === "bpmn:UserTask");
	return {
		run: () =>
			new Promise((resolve, reject) => {
				const definition = fresh();
				definition.run((error) => (error === null || error === undefined ? resolve(definition) : reject(error)));
				if (waitsForPerson(definition)) resolve(definition);
			}),
		resume: (saved) =>
			new Promise((resolve, reject) => {
				const definition = fresh().recover(JSON.parse(saved));
				definition.resume((error) => (error === null || error === undefined ? resolve() : reject(error)));
				definition
					.getPostponed()
					.find((each) => each.type === "bpmn:UserTask")
					?.signal();
			}),
	};
}
