import { defineConfig } from "vitest/config";

/** Tests in a real Chromium against the built bundle, one file at a time. Screenshots go to `output/screenshots`. */
export default defineConfig({
	test: { include: ["test/e2e/**/*.{test,fuzz}.ts"], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false },
});
