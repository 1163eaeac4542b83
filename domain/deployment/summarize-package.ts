import type { PackageContent } from "./package.ts";

/** What lists and the content page tell of a package without opening it. */
export interface PackageContentSummary {
	readonly processId: string;
	readonly category: string;
	readonly forms: readonly { readonly id: string; readonly title: string; readonly fields: number }[];
	readonly data: readonly { readonly name: string; readonly label: string; readonly type: string }[];
	readonly roles: readonly { readonly name: string; readonly title: string }[];
	readonly parameters: readonly {
		readonly name: string;
		readonly label: string;
		readonly type: "text" | "number" | "boolean" | "secret";
		/** JSON text of what the package brings; `null` when it brings nothing. */
		readonly default: string | null;
	}[];
	/** Elements that call out, decide by table or run a script. */
	readonly connectors: number;
	readonly decisions: number;
	readonly scripts: number;
}

export function summarizePackage(content: PackageContent): PackageContentSummary {
	const { automation } = content;
	const elements = Object.values(automation.elements);
	return {
		processId: automation.processId,
		category: automation.category,
		forms: automation.forms.map((form) => ({
			id: form.id,
			title: form.title,
			fields: form.items.filter((item) => item.kind === "field").length,
		})),
		data: automation.data.attributes.map(({ name, label, type }) => ({ name, label, type })),
		roles: automation.roles.map(({ name, title }) => ({ name, title })),
		parameters: automation.parameters.map(({ name, label, type, default: value }) => ({
			name,
			label,
			type,
			default: type === "secret" || value === undefined ? null : JSON.stringify(value),
		})),
		connectors: elements.filter((each) => each.connector !== undefined).length,
		decisions: elements.filter((each) => each.decision !== undefined || each.decisionRef !== undefined).length,
		scripts: elements.filter((each) => each.script !== undefined).length,
	};
}
