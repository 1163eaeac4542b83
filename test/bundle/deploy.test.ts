import { spawnSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { bundle, root } from "../../tools/build.ts";

const LIMIT_BYTES = 3 * 1024 * 1024;

describe("wrangler deploy --dry-run", () => {
	for (const env of ["test", "staging", "production"]) {
		it(`succeeds for ${env}`, async ({ expect }) => {
			const out = await mkdtemp(path.join(tmpdir(), "portico-deploy-"));
			try {
				await bundle(env, out);
				expect((await stat(path.join(out, "index.js"))).size).toBeGreaterThan(10_000);
			} finally {
				await rm(out, { recursive: true, force: true });
			}
		});
	}

	it("uploads less than 3 MB, gzipped", ({ expect }) => {
		expect(gzipSync(readFileSync(path.join(root, "dist", "worker", "index.js"))).byteLength).toBeLessThan(LIMIT_BYTES);
	});
});

describe("npm run deploy -- --dry-run", () => {
	for (const env of ["test", "staging", "production"]) {
		it(`prints every step of making ${env} and changes nothing`, ({ expect }) => {
			const before = readFileSync(path.join(root, "wrangler.toml"), "utf8");
			const run = spawnSync("node", ["tools/deploy.ts", env, "--dry-run"], { cwd: root, encoding: "utf8" });
			expect(run.status).toBe(0);
			for (const made of [
				`d1 create portico-${env}`,
				`bucket create portico-files-${env}`,
				`queues create portico-effects-${env}`,
				`queues create portico-effects-dead-${env}`,
				`migrations apply portico-${env}`,
				`deploy --env ${env} --secrets-file <SIGNING_KEY, MASTER_KEY`,
				"Bootstrap link",
			]) {
				expect(run.stdout).toContain(made);
			}
			expect(readFileSync(path.join(root, "wrangler.toml"), "utf8")).toBe(before);
		});
	}

	it("refuses a deployment that wrangler.toml does not name", ({ expect }) => {
		const run = spawnSync("node", ["tools/deploy.ts", "prodcution", "--dry-run"], { cwd: root, encoding: "utf8" });
		expect(run.status).toBe(2);
		expect(run.stderr).toContain('there is no "prodcution"');
	});
});
