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
