import { Circle, CircleDot, Diamond, Rows3, Square, SquareStack, User, type LucideIcon } from "lucide-preact";
import type { ModdleElement } from "bpmn-moddle";
import { useMemo, useState } from "preact/hooks";
import { findInOutline, outlineOf, type OutlineNode } from "../../domain/bpmn/outline.ts";
import { TextInput } from "../kit/field.tsx";
import { Tree, type TreeNode } from "../kit/tree.tsx";

interface OutlineProps {
	readonly definitions: ModdleElement;
	/** Another number whenever the model changed. */
	readonly moment: number;
	readonly selected: string | undefined;
	readonly onChoose: (elementId: string) => void;
}

/** The model as a tree that is read and walked with the keyboard; Enter shows an element on the canvas. */
export function Outline({ definitions, moment, selected, onChoose }: OutlineProps) {
	const [words, setWords] = useState("");
	const nodes = useMemo(() => outlineOf(definitions), [definitions, moment]);
	const found = findInOutline(nodes, words);
	return (
		<nav aria-label="Outline" class="flex w-56 shrink-0 flex-col border-r border-line bg-base-100">
			<div class="border-b border-line p-2">
				<TextInput label="Find in the outline" hideLabel placeholder="Find an element" value={words} onChange={setWords} />
			</div>
			<div class="min-h-0 flex-1 overflow-auto p-2">
				{found.length === 0 ? (
					<p class="px-2 py-1 text-soft">{words.trim() === "" ? "Nothing is drawn yet." : "Nothing has this name."}</p>
				) : (
					<Tree label="Elements" nodes={found.map(lineOf)} selected={selected} onSelect={onChoose} />
				)}
			</div>
		</nav>
	);
}

function lineOf(node: OutlineNode): TreeNode {
	const children = node.children.map(lineOf);
	return { id: node.id, label: node.name || kindOf(node.type), icon: iconOf(node.type), ...(children.length > 0 && { children }) };
}

/** `userTask` as "User task". */
function kindOf(type: string): string {
	const words = type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words.charAt(0).toUpperCase() + words.slice(1);
}

function iconOf(type: string): LucideIcon {
	if (type === "pool" || type === "lane" || type === "process") return Rows3;
	if (type.endsWith("Gateway")) return Diamond;
	if (type === "startEvent" || type === "endEvent") return Circle;
	if (type.endsWith("Event")) return CircleDot;
	if (type === "userTask" || type === "manualTask") return User;
	return /[sS]ubProcess$|^transaction$|^callActivity$/.test(type) ? SquareStack : Square;
}
