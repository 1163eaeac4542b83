import { defineConfig } from "vitest/config";

/** The Modeler's fuzz with many seeds, in a real Chromium: `npm test -- fuzz`. `npm test` runs the seeds that once failed. */
process.env["FUZZ_SEED"] ??= Array.from({ length: 40 }, (_, index) => index + 1).join();

export default defineConfig({
	test: { include: ["test/e2e/**/*.fuzz.ts"], testTimeout: 600_000, hookTimeout: 180_000, fileParallelism: false },
});
