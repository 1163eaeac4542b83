import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/**
 * Real messages by name, as base64: those of the folder that `MAIL_SUITE` names, or of `../shared/suites/mail` beside the project.
 * Empty when there are none: the project's own tests bring their own.
 */
function realMail(): Record<string, string> {
	const folder = process.env["MAIL_SUITE"] ?? path.join(import.meta.dirname, "..", "shared", "suites", "mail");
	if (!existsSync(folder)) return {};
	const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".eml"));
	return Object.fromEntries(names.sort().map((name) => [path.basename(name), readFileSync(path.join(folder, name), "base64")]));
}

/** Tests inside workerd, with the real objects, D1, R2 and queues: beside their source as `*.workerd.test.ts`. */
export default defineConfig({
	plugins: [
		cloudflareTest(async () => ({
			wrangler: { configPath: "./wrangler.toml" },
			miniflare: {
				bindings: {
					TEST_MIGRATIONS: await readD1Migrations(path.join(import.meta.dirname, "migrations")),
					TEST_MAIL: realMail(),
					TEST_SIZE: process.env["TEST_SIZE"] ?? "small",
					// Throw-away keys: each run is its own deployment.
					SIGNING_KEY: JSON.stringify({
						kty: "OKP",
						crv: "Ed25519",
						d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
						x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
					}),
					MASTER_KEY: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE",
				},
			},
		})),
	],
	test: {
		include: ["{workers,durable-objects,test}/**/*.workerd.test.ts"],
		setupFiles: ["./test/workerd/setup.ts"],
		testTimeout: 60_000,
		// Written for Node's module system: bundled first, since workerd's loader does not resolve what it requires.
		deps: { optimizer: { ssr: { enabled: true, include: ["sanitize-html"] } } },
	},
});
