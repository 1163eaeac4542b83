import type { Keys } from "../../../domain/bpmn/records/keys.ts";
import { compareSiblings } from "../../../domain/bpmn/records/order.ts";
import type { CanvasElement, Services } from "./services.ts";

/** bpmn-js's own levels: what is higher is drawn above, whatever the order in which it was made. First match holds. */
const LEVELS: readonly (readonly [type: string, level: number])[] = [
	["bpmn:SubProcess", 6],
	["bpmn:SequenceFlow", 9],
	["bpmn:DataAssociation", 9],
	["bpmn:TextAnnotation", 9],
	["bpmn:MessageFlow", 9],
	["bpmn:Association", 6],
	["bpmn:BoundaryEvent", 8],
	["bpmn:Group", 10],
	["bpmn:FlowElement", 5],
	["bpmn:Participant", -2],
	["bpmn:Lane", -1],
];
const OTHER_LEVEL = 1;

function levelOf(element: CanvasElement): number {
	return LEVELS.find(([type]) => element.businessObject.$instanceOf(type))?.[1] ?? OTHER_LEVEL;
}

function parents(services: Services): CanvasElement[] {
	return services.elementRegistry.filter((element) => element.children !== undefined && element.children.length > 1);
}

/** Names that lie over one another on the canvas, lowest first: one list for each parent and level. */
export function stacksOf(services: Services, keys: Keys): string[][] {
	const stacks: string[][] = [];
	for (const parent of parents(services)) {
		const levels = new Map<number, string[]>();
		for (const child of parent.children) {
			const key = isLabel(child) ? undefined : keys.of(child.di);
			if (key === undefined) continue;
			const level = levelOf(child);
			const stack = levels.get(level);
			if (stack === undefined) levels.set(level, [key]);
			else stack.push(key);
		}
		stacks.push(...[...levels.values()].filter((stack) => stack.length > 1));
	}
	return stacks;
}

/** Brings every parent's children into the one order that all who look at the model share: by level, place and name; labels on top. */
export function restackCanvas(services: Services, keys: Keys, placeOf: (key: string) => string | undefined): void {
	for (const parent of parents(services)) {
		const placed = parent.children.map((child, index) => {
			// A label has its element's shape, and so its place among the labels.
			const key = keys.of(child.di);
			const level = key === undefined || isLabel(child) ? Infinity : levelOf(child);
			return { child, index, level, place: (key && placeOf(key)) ?? "", key: key ?? "" };
		});
		placed.sort((a, b) => byLevel(a.level, b.level) || compareSiblings(a.place, a.key, b.place, b.key) || a.index - b.index);
		if (placed.every(({ child }, index) => parent.children[index] === child)) continue;
		// In place: the list is diagram-js's own collection and keeps both sides of the relation.
		for (const [index, { child }] of placed.entries()) parent.children[index] = child;
		const [first] = parent.children;
		if (first !== undefined) services.graphicsFactory.updateContainments([first]);
	}
}

function byLevel(a: number, b: number): number {
	return a === b ? 0 : a < b ? -1 : 1;
}

function isLabel(element: CanvasElement): boolean {
	return element.labelTarget !== undefined && element.labelTarget !== null;
}
