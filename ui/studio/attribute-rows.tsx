import { ArrowDown, ArrowUp } from "lucide-preact";
import type { Attribute } from "../../domain/data/model.ts";
import { IconButton } from "../kit/button.tsx";
import { TYPE_NAMES } from "./type-names.ts";

interface AttributeRowsProps {
	readonly attributes: readonly Attribute[];
	readonly selected: string | undefined;
	readonly onSelect: (path: string) => void;
	readonly onMove: (path: string, by: number) => void;
	readonly readOnly: boolean;
	readonly prefix?: string;
}

/** Fields, one line each, nested ones indented below theirs. */
export function AttributeRows({ attributes, selected, onSelect, onMove, readOnly, prefix = "" }: AttributeRowsProps) {
	return (
		<ul class={prefix === "" ? "-m-2" : "ml-5 border-l border-line pl-1"}>
			{attributes.map((attribute, index) => {
				const path = `${prefix}${attribute.name}`;
				return (
					<li key={path}>
						<div class={`group flex min-h-10 items-center gap-1 rounded-field ${selected === path ? "bg-picked" : "hover:bg-hover"}`}>
							<button
								type="button"
								class="flex min-w-0 flex-1 items-center gap-3 px-2 py-1.5 text-left"
								aria-pressed={selected === path}
								onClick={() => onSelect(path)}
							>
								<span class="min-w-0 flex-1 truncate font-medium">{attribute.label}</span>
								<code class="hidden truncate text-xs text-soft sm:block">{attribute.name}</code>
								<span class="w-32 shrink-0 text-soft">
									{TYPE_NAMES[attribute.type]}
									{attribute.type === "list" && attribute.of !== undefined && ` · ${TYPE_NAMES[attribute.of].toLowerCase()}`}
								</span>
							</button>
							{!readOnly && (
								<span class="flex">
									<IconButton label={`Move ${attribute.label} up`} disabled={index === 0} onClick={() => onMove(path, -1)}>
										<ArrowUp size={14} />
									</IconButton>
									<IconButton
										label={`Move ${attribute.label} down`}
										disabled={index === attributes.length - 1}
										onClick={() => onMove(path, 1)}
									>
										<ArrowDown size={14} />
									</IconButton>
								</span>
							)}
						</div>
						{attribute.attributes !== undefined && (
							<AttributeRows
								attributes={attribute.attributes}
								selected={selected}
								onSelect={onSelect}
								onMove={onMove}
								readOnly={readOnly}
								prefix={`${path}.`}
							/>
						)}
					</li>
				);
			})}
		</ul>
	);
}
