import type { Shape } from "./drawing.ts";
import { fitText, textBlock } from "./lines.ts";
import { icon, num } from "./markup.ts";
import { child, children, flag, text, type BpmnNode } from "./source.ts";

/** A page with a folded corner: a data object, an input or an output. */
export function drawPage(shape: Shape): string {
	const { x, y, width, height } = shape.box;
	const fold = Math.min(12, width / 3, height / 3);
	const page = `<path class="shape" d="M${num(x)} ${num(y)}H${num(x + width - fold)}L${num(x + width)} ${num(y + fold)}V${num(y + height)}H${num(x)}ZM${num(x + width - fold)} ${num(y)}V${num(y + fold)}H${num(x + width)}"/>`;
	const arrow = "M0 4H7V0L14 7L7 14V10H0Z";
	const way =
		shape.kind === "DataInput"
			? icon(arrow, "line thin", { x: x + 4, y: y + 4 }, 0.8)
			: shape.kind === "DataOutput"
				? icon(arrow, "solid", { x: x + 4, y: y + 4 }, 0.8)
				: "";
	return (
		page + way + (isCollection(shape.element) ? icon("M-4.5-6V6M0-6V6M4.5-6V6", "line", { x: x + width / 2, y: y + height - 9 }, 0.8) : "")
	);
}

function isCollection(element: BpmnNode): boolean {
	return flag(child(element, "dataObjectRef") ?? element, "isCollection") === true;
}

/** A cylinder. */
export function drawStore(shape: Shape): string {
	const { x, y, width, height } = shape.box;
	const lid = Math.min(height / 5, 10);
	const side = `M${num(x)} ${num(y + lid)}V${num(y + height - lid)}C${num(x)} ${num(y + height + lid / 3)} ${num(x + width)} ${num(y + height + lid / 3)} ${num(x + width)} ${num(y + height - lid)}V${num(y + lid)}`;
	const curve = (top: number): string =>
		`M${num(x)} ${num(top)}C${num(x)} ${num(top + lid * 1.35)} ${num(x + width)} ${num(top + lid * 1.35)} ${num(x + width)} ${num(top)}`;
	const lidUp = `C${num(x + width)} ${num(y - lid / 3)} ${num(x)} ${num(y - lid / 3)} ${num(x)} ${num(y + lid)}`;
	return `<path class="shape" d="${side}${lidUp}Z"/><path class="line" d="${curve(y + lid)}${curve(y + lid * 1.8)}${curve(y + lid * 2.6)}"/>`;
}

/** A note: text behind a bracket. */
export function drawNote(shape: Shape): string {
	const { x, y, width, height } = shape.box;
	const arm = Math.min(10, width);
	const bracket = `<path class="line" d="M${num(x + arm)} ${num(y)}H${num(x)}V${num(y + height)}H${num(x + arm)}"/>`;
	const value = text(shape.element, "text") || text(shape.element, "name");
	const label = fitText(value, { width: width - 10, height: height - 2 }, [12, 11, 10, 9, 8]);
	return bracket + (value === "" ? "" : textBlock(label.lines, { x: x + 6, y: y + height / 2 }, label.size, "start"));
}

/** An envelope: a message shown on its own. */
export function drawEnvelope(box: Shape["box"], className: string): string {
	const { x, y, width, height } = box;
	return `<path class="${className}" d="M${num(x)} ${num(y)}H${num(x + width)}V${num(y + height)}H${num(x)}ZM${num(x)} ${num(y)}L${num(x + width / 2)} ${num(y + height * 0.55)}L${num(x + width)} ${num(y)}"/>`;
}

/** The name of a data shape, with its state in brackets as the standard asks (BPMN 2.0.2 §10.4.1). */
export function dataName(element: BpmnNode): string {
	const object = child(element, "dataObjectRef");
	const name = text(element, "name") || text(object, "name") || text(child(element, "dataStoreRef"), "name");
	const state = text(child(element, "dataState") ?? children(object, "dataState")[0], "name");
	// Some tools write the state into the name as well.
	return state === "" || name.includes(`[${state}]`) ? name : `${name} [${state}]`;
}

export function isData(kind: string): boolean {
	return ["DataObjectReference", "DataObject", "DataInput", "DataOutput"].includes(kind);
}

export function isStore(kind: string): boolean {
	return kind === "DataStoreReference" || kind === "DataStore";
}
