import * as v from "valibot";
import { parseBpmn } from "../../domain/bpmn/parse.ts";
import { renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { PackageId } from "../../domain/ids.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { openStored, packageOf } from "./add-package.ts";
import { packageView, viewOf } from "./packages.ts";

export const packageContentView = v.object({
	...packageView.entries,
	project: v.string(),
	/** Thumbprint of the key that signed it. */
	signedBy: v.string(),
	processId: v.string(),
	svg: v.string(),
	forms: v.number(),
	formList: v.array(v.object({ id: v.string(), title: v.string(), fields: v.number() })),
	data: v.array(v.object({ name: v.string(), label: v.string(), type: v.string() })),
	roles: v.array(v.object({ name: v.string(), title: v.string() })),
	parameterList: v.array(
		v.object({
			name: v.string(),
			label: v.string(),
			type: v.picklist(["text", "number", "boolean", "secret"]),
			default: v.nullable(v.string()),
		}),
	),
	connectors: v.number(),
	decisions: v.number(),
	scripts: v.number(),
});
export type PackageContentView = v.InferOutput<typeof packageContentView>;

/** What a package holds, read from its file after its hash and signature were checked. */
export async function readContent(env: Env, scope: EnvironmentScope, packageId: PackageId): Promise<PackageContentView> {
	const row = await packageOf(env, scope, packageId);
	const { content, signedBy } = await openStored(env, scope, row);
	const parsed = await parseBpmn(content.bpmn);
	const summary = row.content;
	return {
		...viewOf(row),
		project: content.manifest.project.name,
		signedBy,
		processId: summary.processId,
		svg: renderSvg(parsed.ok ? parsed.value.definitions : undefined, { title: row.name }),
		formList: summary.forms.map((form) => ({ ...form })),
		data: summary.data.map((attribute) => ({ ...attribute })),
		roles: summary.roles.map((role) => ({ ...role })),
		parameterList: summary.parameters.map((parameter) => ({ ...parameter })),
		connectors: summary.connectors,
		decisions: summary.decisions,
		scripts: summary.scripts,
	};
}
