import { isObject } from "../../domain/data/paths.ts";
import type { Attribute, Value } from "../../domain/data/model.ts";
import { PlainValue } from "../forms/shown-value.tsx";
import { EmptyState } from "../kit/states.tsx";
import { type CaseDetail, fileHref } from "./work-api.ts";

/** The data of a case, by the labels and types of its data model; what the model does not know is shown as it is. */
export function CaseData({ environmentId, view }: { readonly environmentId: string; readonly view: CaseDetail }) {
	const known = view.dataModel.attributes;
	const names = Object.keys(view.data);
	if (names.length === 0) return <EmptyState title="No data yet" small />;
	const lines: readonly Attribute[] = [
		...known.filter((attribute) => names.includes(attribute.name)),
		...names.filter((name) => !known.some((attribute) => attribute.name === name)).map((name) => guessed(name, view.data[name] ?? null)),
	];
	return (
		<dl class="grid max-w-4xl grid-cols-[minmax(6rem,12rem)_1fr] gap-x-4 gap-y-2">
			{lines.map((attribute) => (
				<div key={attribute.name} class="contents">
					<dt class="text-soft">{attribute.label}</dt>
					<dd class="min-w-0 break-words whitespace-pre-line">
						<PlainValue
							attribute={attribute}
							value={view.data[attribute.name]}
							columns={undefined}
							place={{ fileHref: (file) => fileHref(environmentId, view.caseId, file.fileId) }}
						/>
					</dd>
				</div>
			))}
		</dl>
	);
}

/** A value without a model, such as what a script or a connector put there. */
function guessed(name: string, value: Value): Attribute {
	const base = { name, label: name };
	if (typeof value === "boolean") return { ...base, type: "boolean" };
	if (typeof value === "number") return { ...base, type: "number" };
	if (Array.isArray(value)) {
		const first: Value = value[0] ?? null;
		return isObject(first) ? { ...base, type: "list", attributes: attributesOf(first) } : { ...base, type: "list", of: "text" };
	}
	if (isObject(value)) return { ...base, type: "object", attributes: attributesOf(value) };
	return { ...base, type: "longText" };
}

function attributesOf(value: Value): readonly Attribute[] {
	return isObject(value) ? Object.entries(value).map(([name, each]) => guessed(name, each as Value)) : [];
}
