import { defineConfig } from "vitest/config";

/** Tests of pure code, in Node: beside their source as `*.test.ts`. */
export default defineConfig({
	test: {
		// No test asserts a time; this only ends one that hangs, also on two busy cores.
		testTimeout: 60_000,
		include: ["{domain,workers,durable-objects,ui,tools,bench,test/unit}/**/*.test.{ts,tsx}"],
		exclude: ["**/*.workerd.test.ts", "node_modules"],
	},
});
