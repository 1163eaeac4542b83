import * as v from "valibot";
import { automation } from "../../domain/deployment/automation.ts";
import { STEPS } from "../../domain/deployment/steps.ts";
import { id } from "../../domain/ids.ts";
import { SOURCE_KINDS } from "../tenancy/schema/projects.ts";

export const projectName = v.pipe(v.string(), v.trim(), v.minLength(1, "give it a name"), v.maxLength(120));
export const description = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2000)), "");

export const finding = v.object({
	severity: v.picklist(["error", "warning"]),
	code: v.string(),
	detail: v.string(),
	at: v.optional(v.string()),
});
export const stepFinding = v.object({
	...finding.entries,
	step: v.picklist(STEPS),
	/** Where in which DMN file: the element's id, a place such as `rule 3, input 2`, the character from one. */
	dmn: v.optional(v.object({ file: v.string(), element: v.string(), place: v.string(), position: v.nullable(v.number()) })),
});
export const completeness = v.object({ step: v.picklist(STEPS), done: v.number(), total: v.number() });

export const environmentOf = v.object({ id: id("environment"), stage: v.picklist(["development", "test", "staging", "production"]) });

export const madeProject = v.object({ projectId: id("workspace"), environments: v.array(environmentOf), findings: v.array(finding) });

export const projectList = v.object({
	projects: v.array(
		v.object({
			id: id("workspace"),
			name: v.string(),
			description: v.string(),
			sourceName: v.string(),
			savedAt: v.number(),
			savedByName: v.string(),
			packages: v.number(),
			mayEdit: v.boolean(),
		}),
	),
	/** Subscriptions in which the caller may make a project. */
	subscriptions: v.array(v.object({ id: id("subscription"), name: v.string() })),
});

export const source = v.object({ kind: v.picklist(SOURCE_KINDS), id: v.string(), name: v.string() });

const named = v.object({ id: v.string(), name: v.string() });
export const processDescription = v.object({
	id: v.string(),
	name: v.string(),
	executable: v.boolean(),
	lanes: v.array(named),
	elements: v.array(
		v.object({
			id: v.string(),
			type: v.string(),
			name: v.string(),
			documentation: v.string(),
			lane: v.nullable(named),
			scopeId: v.string(),
			outgoing: v.array(v.string()),
			events: v.array(v.string()),
			attachedTo: v.nullable(v.string()),
		}),
	),
	flows: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			source: v.string(),
			target: v.string(),
			condition: v.nullable(v.string()),
			isDefault: v.boolean(),
		}),
	),
});

export const projectDetail = v.object({
	id: id("workspace"),
	name: v.string(),
	description: v.string(),
	environments: v.array(environmentOf),
	version: v.number(),
	source,
	savedAt: v.number(),
	savedByName: v.string(),
	automation,
	/** The picture of the model, and its processes with their elements and flows. */
	svg: v.string(),
	processes: v.array(processDescription),
	mayEdit: v.boolean(),
	mayRun: v.boolean(),
	mayPackage: v.boolean(),
});

export const packageRow = v.object({
	id: id("package"),
	version: v.number(),
	kind: v.picklist(["package", "run"]),
	hash: v.string(),
	name: v.string(),
	note: v.string(),
	bytes: v.number(),
	madeAt: v.number(),
	madeByName: v.string(),
});
