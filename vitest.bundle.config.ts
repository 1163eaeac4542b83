import { defineConfig } from "vitest/config";

/** Tests of the built bundle on workerd, in Node: what a deployment would run, with its state on disk. Run `npm run build` first. */
export default defineConfig({
	test: {
		include: ["test/{bundle,abuse,faults}/**/*.test.ts"],
		exclude: ["**/*.workerd.test.ts"],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
	},
});
