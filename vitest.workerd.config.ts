import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Tests inside workerd, with the real objects, D1, R2 and queues: beside their source as `*.workerd.test.ts`. */
export default defineConfig({
	plugins: [
		cloudflareTest(async () => ({
			wrangler: { configPath: "./wrangler.toml" },
			miniflare: {
				bindings: {
					TEST_MIGRATIONS: await readD1Migrations(path.join(import.meta.dirname, "migrations")),
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
		testTimeout: 20_000,
		// Written for Node's module system: bundled first, since workerd's loader does not resolve what it requires.
		deps: { optimizer: { ssr: { enabled: true, include: ["sanitize-html"] } } },
	},
});
