import path from "node:path";
import { describe, it } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";

const file = path.join(import.meta.dirname, "..", "..", "wrangler.toml");
const ENVIRONMENTS = ["test", "staging", "production"] as const;

/** The parts of wrangler's configuration that a deployment of Portico consists of. */
interface Deployment {
	readonly name: string;
	readonly vars: Readonly<Record<string, string>>;
	readonly secrets?: { readonly required?: readonly string[] };
	readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
	readonly exports?: Readonly<Record<string, unknown>>;
	readonly d1_databases: readonly { readonly binding: string; readonly database_id: string; readonly database_name: string }[];
	readonly r2_buckets: readonly { readonly binding: string; readonly bucket_name: string }[];
	readonly queues: {
		readonly producers: readonly { readonly binding: string; readonly queue: string }[];
		readonly consumers: readonly { readonly queue: string; readonly max_retries?: number; readonly dead_letter_queue?: string }[];
	};
	readonly send_email: readonly { readonly name: string }[];
	readonly assets: { readonly binding: string };
	readonly triggers: { readonly crons: readonly string[] };
}

function deployment(env?: string): Deployment {
	return readConfig({ config: file, ...(env === undefined ? {} : { env }) }) as Deployment;
}

function sorted(texts: readonly string[]): string[] {
	return texts.toSorted((a, b) => a.localeCompare(b));
}

/** What the code finds in `env`, whatever stands behind it. */
function bindingsOf(config: Deployment): string[] {
	return sorted([
		...config.durable_objects.bindings.map((each) => `object ${each.name} ${each.class_name}`),
		...config.d1_databases.map((each) => `d1 ${each.binding}`),
		...config.r2_buckets.map((each) => `r2 ${each.binding}`),
		...config.queues.producers.map((each) => `producer ${each.binding}`),
		...config.queues.consumers.map(
			(each) => `consumer retries=${each.max_retries ?? "-"} dead=${each.dead_letter_queue === undefined ? "no" : "yes"}`,
		),
		...config.send_email.map((each) => `mail ${each.name}`),
		...Object.keys(config.vars).map((name) => `var ${name}`),
		...(config.secrets?.required ?? []).map((name) => `secret ${name}`),
		`assets ${config.assets.binding}`,
		...Object.keys(config.exports ?? {}).map((name) => `class ${name}`),
		...config.triggers.crons.map((cron) => `cron ${cron}`),
	]);
}

/** The ids and names of the things themselves. */
function identitiesOf(config: Deployment): string[] {
	return [
		`worker ${config.name}`,
		...config.d1_databases.flatMap((each) => [`d1 ${each.database_id}`, `d1 ${each.database_name}`]),
		...config.r2_buckets.map((each) => `r2 ${each.bucket_name}`),
		...config.queues.consumers.map((each) => `queue ${each.queue}`),
	];
}

describe("wrangler.toml", () => {
	for (const env of ENVIRONMENTS) {
		it(`gives ${env} the same bindings as the local deployment`, ({ expect }) => {
			expect(bindingsOf(deployment(env))).toEqual(bindingsOf(deployment()));
		});
	}

	it("shares no database, bucket, queue or name between two deployments", ({ expect }) => {
		const all = [undefined, ...ENVIRONMENTS].flatMap((env) => identitiesOf(deployment(env)));
		expect(all.filter((each) => each.endsWith(" undefined") || each.endsWith(" "))).toEqual([]);
		expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
	});

	it("has an environment consume its own queues, and their dead letters", ({ expect }) => {
		for (const env of ENVIRONMENTS) {
			const { queues } = deployment(env);
			const dead = queues.consumers.flatMap((each) => (each.dead_letter_queue === undefined ? [] : [each.dead_letter_queue]));
			expect(sorted(queues.consumers.map((each) => each.queue))).toEqual(sorted([...queues.producers.map((each) => each.queue), ...dead]));
		}
	});
});
