import { ChevronRight, type LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

export interface TreeNode {
	readonly id: string;
	readonly label: string;
	readonly icon?: LucideIcon;
	/** At the right of the label: a chip, a number. */
	readonly extra?: ComponentChildren;
	readonly children?: readonly TreeNode[];
}

interface TreeProps {
	readonly label: string;
	readonly nodes: readonly TreeNode[];
	readonly selected?: string | undefined;
	readonly onSelect: (id: string) => void;
	/** Open at first; all when left out. */
	readonly openAtFirst?: readonly string[];
}

interface Line {
	readonly node: TreeNode;
	readonly depth: number;
	readonly parent: string | undefined;
}

function allIds(nodes: readonly TreeNode[]): string[] {
	return nodes.flatMap((node) => (node.children === undefined ? [] : [node.id, ...allIds(node.children)]));
}

function visible(nodes: readonly TreeNode[], closed: ReadonlySet<string>, depth = 0, parent?: string): Line[] {
	return nodes.flatMap((node) => [
		{ node, depth, parent },
		...(node.children === undefined || closed.has(node.id) ? [] : visible(node.children, closed, depth + 1, node.id)),
	]);
}

/** A tree with arrow keys (WAI-ARIA tree): up and down move, right opens, left closes or goes up, Enter selects. */
export function Tree({ label, nodes, selected, onSelect, openAtFirst }: TreeProps) {
	const [closed, setClosed] = useState<ReadonlySet<string>>(
		() => new Set(openAtFirst === undefined ? [] : allIds(nodes).filter((id) => !openAtFirst.includes(id))),
	);
	const [focused, setFocused] = useState<string | undefined>(undefined);
	const root = useRef<HTMLDivElement>(null);
	const lines = visible(nodes, closed);
	const stop = lines.find((line) => line.node.id === (focused ?? selected)) ?? lines[0];

	function focus(id: string | undefined): void {
		if (id === undefined) return;
		setFocused(id);
		root.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
	}
	function setOpen(id: string, open: boolean): void {
		const next = new Set(closed);
		if (open) next.delete(id);
		else next.add(id);
		setClosed(next);
	}
	function onKey(event: KeyboardEvent, index: number): void {
		const line = lines[index];
		if (line === undefined) return;
		const isOpen = line.node.children !== undefined && !closed.has(line.node.id);
		switch (event.key) {
			case "ArrowDown":
				focus(lines[index + 1]?.node.id);
				break;
			case "ArrowUp":
				focus(lines[index - 1]?.node.id);
				break;
			case "Home":
				focus(lines[0]?.node.id);
				break;
			case "End":
				focus(lines.at(-1)?.node.id);
				break;
			case "ArrowRight":
				if (isOpen) focus(lines[index + 1]?.node.id);
				else if (line.node.children !== undefined) setOpen(line.node.id, true);
				break;
			case "ArrowLeft":
				if (isOpen) setOpen(line.node.id, false);
				else focus(line.parent);
				break;
			case "Enter":
			case " ":
				onSelect(line.node.id);
				break;
			default:
				return;
		}
		event.preventDefault();
	}
	return (
		<div ref={root} role="tree" aria-label={label} class="flex flex-col">
			{lines.map(({ node, depth }, index) => (
				<div
					key={node.id}
					role="treeitem"
					data-node={node.id}
					aria-level={depth + 1}
					aria-selected={node.id === selected}
					aria-expanded={node.children === undefined ? undefined : !closed.has(node.id)}
					tabIndex={node === stop?.node ? 0 : -1}
					class={`flex h-8 cursor-default items-center gap-1.5 rounded-field pr-2 ${node.id === selected ? "bg-picked font-medium" : "hover:bg-hover"}`}
					style={{ paddingLeft: 4 + depth * 16 }}
					onClick={() => {
						setFocused(node.id);
						onSelect(node.id);
					}}
					onKeyDown={(event) => onKey(event, index)}
				>
					<span
						aria-hidden
						class={`grid size-6 shrink-0 place-items-center text-soft ${node.children === undefined ? "invisible" : ""}`}
						onClick={(event) => {
							event.stopPropagation();
							setOpen(node.id, closed.has(node.id));
						}}
					>
						<ChevronRight size={14} class={`transition-transform duration-100 ${closed.has(node.id) ? "" : "rotate-90"}`} />
					</span>
					{node.icon !== undefined && <node.icon size={16} aria-hidden class="shrink-0 text-soft" />}
					<span class="min-w-0 flex-1 truncate">{node.label}</span>
					{node.extra}
				</div>
			))}
		</div>
	);
}
