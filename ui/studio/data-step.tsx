import { Plus } from "lucide-preact";
import type { Attribute } from "../../domain/data/model.ts";
import { listPaths } from "../../domain/data/find-attribute.ts";
import { attributeNameOf, uniqueIn } from "../../domain/deployment/names.ts";
import { renamePath, usedBy } from "../../domain/deployment/used-by.ts";
import { Link } from "wouter-preact";
import { Button } from "../kit/button.tsx";
import { Inspector, Section } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";
import { AttributeRows } from "./attribute-rows.tsx";
import { AttributeSettings } from "./attribute-settings.tsx";
import { editAttribute } from "./edit-attribute.ts";
import { allElements, nameOf } from "./project.ts";
import { useQueryParam } from "../kit/query-param.ts";
import type { Editor } from "./use-editor.ts";

/** The process data: typed fields, groups and lists, with what uses each. */
export function DataStep({ editor }: { readonly editor: Editor }) {
	const { automation } = editor;
	const [selected, select] = useQueryParam("field");
	const all = everyPath(automation.data.attributes);
	const chosen = all.find((each) => each.path === selected);

	function add(parent: string | undefined): void {
		const siblings =
			parent === undefined ? automation.data.attributes : (all.find((each) => each.path === parent)?.attribute.attributes ?? []);
		const name = uniqueIn(new Set(siblings.map((each) => each.name)), attributeNameOf("New field", "field"));
		const fresh: Attribute = { name, label: "New field", type: "text" };
		editor.change("add a field", (draft) => ({
			...draft,
			data: {
				attributes:
					parent === undefined
						? [...draft.data.attributes, fresh]
						: editAttribute(draft.data.attributes, parent, (each) => ({ ...each, attributes: [...(each.attributes ?? []), fresh] })),
			},
		}));
		select(parent === undefined ? name : `${parent}.${name}`);
	}

	function rename(path: string, wanted: string): void {
		const above = path.split(".").slice(0, -1).join(".");
		const siblings = above === "" ? automation.data.attributes : (all.find((each) => each.path === above)?.attribute.attributes ?? []);
		const name = uniqueIn(
			new Set(siblings.map((each) => each.name).filter((each) => `${above === "" ? "" : `${above}.`}${each}` !== path)),
			wanted,
		);
		const to = above === "" ? name : `${above}.${name}`;
		if (to === path) return;
		editor.change(`name ${path}`, (draft) => ({
			...renamePath(draft, path, to),
			data: { attributes: editAttribute(draft.data.attributes, path, (each) => ({ ...each, name })) },
		}));
		select(to);
	}

	return (
		<div class="flex h-full min-h-0 flex-col lg:flex-row">
			<div class="min-w-0 flex-1 overflow-auto p-4">
				<Section
					title="Process data"
					actions={
						!editor.readOnly && (
							<Button small icon={Plus} onClick={() => add(undefined)}>
								Add a field
							</Button>
						)
					}
				>
					{automation.data.attributes.length === 0 ? (
						<EmptyState small title="No data yet">
							What a case knows: who asks, how much, until when.
						</EmptyState>
					) : (
						<AttributeRows
							attributes={automation.data.attributes}
							selected={selected}
							onSelect={select}
							readOnly={editor.readOnly}
							onMove={(path, by) =>
								editor.change("move a field", (draft) => ({ ...draft, data: { attributes: moved(draft.data.attributes, path, by) } }))
							}
						/>
					)}
				</Section>
			</div>
			<Inspector title={chosen?.attribute.label ?? "Field"}>
				{chosen === undefined ? (
					<p class="text-soft">Select a field to change it.</p>
				) : (
					<div class="flex flex-col gap-4">
						<AttributeSettings
							key={chosen.path}
							attribute={chosen.attribute}
							path={chosen.path}
							readOnly={editor.readOnly}
							onChange={(next) =>
								editor.change(`field ${chosen.path}`, (draft) => ({
									...draft,
									data: { attributes: editAttribute(draft.data.attributes, chosen.path, () => next) },
								}))
							}
							onRename={(name) => rename(chosen.path, name)}
							onAdd={() => add(chosen.path)}
							onRemove={() => {
								select(undefined);
								editor.change("remove a field", (draft) => ({
									...draft,
									data: { attributes: editAttribute(draft.data.attributes, chosen.path, () => undefined) },
								}));
							}}
						/>
						<UsedBy editor={editor} path={chosen.path} />
					</div>
				)}
			</Inspector>
		</div>
	);
}

/** Like `listPaths`, and into the rows of lists too. */
function everyPath(attributes: readonly Attribute[], prefix = ""): readonly { readonly path: string; readonly attribute: Attribute }[] {
	return attributes.flatMap((attribute) => [
		{ path: `${prefix}${attribute.name}`, attribute },
		...everyPath(attribute.attributes ?? [], `${prefix}${attribute.name}.`),
	]);
}

function moved(attributes: readonly Attribute[], path: string, by: number): Attribute[] {
	const [name, ...rest] = path.split(".");
	if (rest.length > 0)
		return attributes.map((each) =>
			each.name === name ? { ...each, attributes: moved(each.attributes ?? [], rest.join("."), by) } : each,
		);
	const from = attributes.findIndex((each) => each.name === name);
	const to = from + by;
	const [item] = attributes.slice(from, from + 1);
	if (item === undefined || to < 0 || to >= attributes.length) return [...attributes];
	const without = attributes.filter((_, index) => index !== from);
	return [...without.slice(0, to), item, ...without.slice(to)];
}

const KIND_WORDS = { form: "Form", condition: "Condition", rule: "Rule", performer: "Performer", connector: "Call", title: "" } as const;
const KIND_STEP = {
	form: "forms",
	condition: "process",
	rule: "rules",
	performer: "performers",
	connector: "integrations",
	title: "process",
} as const;

function UsedBy({ editor, path }: { readonly editor: Editor; readonly path: string }) {
	const uses = usedBy(editor.automation, path);
	const reachable = listPaths(editor.automation.data.attributes).some((each) => each.path === path);
	if (!reachable) return null;
	const names = new Map(allElements(editor.project).map((each) => [each.id, nameOf(each)]));
	return (
		<section aria-label="Used by" class="border-t border-line pt-3">
			<h3 class="mb-1 font-medium">Used by</h3>
			{uses.length === 0 ? (
				<p class="text-soft">Nothing yet.</p>
			) : (
				<ul class="flex flex-col gap-1">
					{uses.map((use) => (
						<li key={`${use.kind}${use.at}`}>
							<Link
								class="hover:underline"
								href={`/studio/${editor.project.id}/${KIND_STEP[use.kind]}${use.at === "" ? "" : `?${use.kind === "form" ? "form" : "element"}=${encodeURIComponent(use.at)}`}`}
							>
								<span class="text-soft">{KIND_WORDS[use.kind]}</span> {names.get(use.name) ?? use.name}
							</Link>
						</li>
					))}
				</ul>
			)}
		</section>
	);
}
