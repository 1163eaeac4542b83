import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import type { TableRow } from "./route-table.ts";

/** The parts of an OpenAPI 3.1 document that Portico writes. */
export interface OpenApi {
	readonly openapi: "3.1.0";
	readonly info: { readonly title: string; readonly version: string; readonly description: string };
	readonly tags: readonly { readonly name: string }[];
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: { readonly schemas: Readonly<Record<string, object>>; readonly securitySchemes: Readonly<Record<string, object>> };
}

export interface Operation {
	readonly operationId: string;
	readonly summary: string;
	readonly tags: readonly string[];
	readonly parameters: readonly {
		readonly name: string;
		readonly in: "path" | "query";
		readonly required: boolean;
		readonly schema: object;
	}[];
	readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, { readonly schema: object }>> };
	readonly responses: Readonly<Record<string, object>>;
	readonly security: readonly Readonly<Record<string, readonly string[]>>[];
	/** What the route asks of its caller: the action, the level of resource it is decided on, and the realm of session. */
	readonly "x-portico": { readonly action: string; readonly level: string | null; readonly realm: string; readonly kind: string };
}

const PROBLEM = {
	type: "object",
	description: "RFC 9457 problem details",
	required: ["code", "detail", "status"],
	properties: { code: { type: "string" }, detail: { type: "string" }, status: { type: "integer" }, field: { type: "string" } },
};

function schemaOf(schema: v.GenericSchema): object {
	const { $schema: _, ...json } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
	return json;
}

/** Makes the description of the API from the routes' own declarations, so that it can not disagree with them. */
export function describeApi(rows: readonly TableRow[], version: string): OpenApi {
	const paths: Record<string, Record<string, Operation>> = {};
	const tags = new Set<string>();
	for (const { method, path, spec } of rows) {
		const url = path.replaceAll(/:([A-Za-z]+)(\{[^}]*\})?/g, "{$1}");
		const tag = path.split("/")[2] ?? "portico";
		tags.add(tag);
		const names = [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? "");
		const query =
			spec.query === undefined ? undefined : (schemaOf(spec.query) as { properties?: Record<string, object>; required?: string[] });
		const operations = (paths[url] ??= {});
		operations[method.toLowerCase()] = {
			operationId: `${method.toLowerCase()}${url.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_match, next: string | undefined) => (next ?? "").toUpperCase())}`,
			summary: spec.summary,
			tags: [tag],
			parameters: [
				...names.map((name) => ({ name, in: "path" as const, required: true, schema: { type: "string" } })),
				...Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
					name,
					in: "query" as const,
					required: query?.required?.includes(name) ?? false,
					schema,
				})),
			],
			...(spec.body === undefined
				? {}
				: { requestBody: { required: true as const, content: { "application/json": { schema: schemaOf(spec.body) } } } }),
			...(spec.kind === "raw"
				? {
						requestBody: {
							required: true as const,
							content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
						},
					}
				: {}),
			responses:
				spec.kind === "socket"
					? { "101": { description: "The WebSocket is open" } }
					: {
							"200": { description: "Done", content: { "application/json": { schema: schemaOf(spec.returns) } } },
							default: {
								description: "A problem",
								content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
							},
						},
			security: spec.action === "anyone" ? [] : [{ [spec.realm]: [] }],
			"x-portico": { action: spec.action, level: spec.level ?? null, realm: spec.realm, kind: spec.kind ?? "json" },
		};
	}
	return {
		openapi: "3.1.0",
		info: {
			title: "Portico",
			version,
			description:
				"Everything that the portals do, over HTTP. Unsafe requests carry `Origin`; errors are RFC 9457 problem details with a stable `code`.",
		},
		tags: [...tags].map((name) => ({ name })),
		paths,
		components: {
			schemas: { Problem: PROBLEM },
			securitySchemes: {
				company: { type: "apiKey", in: "cookie", name: "__Host-portico", description: "A session of the company's realm" },
				environment: {
					type: "apiKey",
					in: "cookie",
					name: "__Host-work-{environmentId}",
					description: "A session of one environment's realm",
				},
			},
		},
	};
}
