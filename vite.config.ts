import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

export default defineConfig({
	root: "ui",
	publicDir: "public",
	plugins: [tailwindcss()],
	// One Preact: bpmn-js brings htm, and two copies make its menus open empty, with no error.
	resolve: { dedupe: ["preact"] },
	build: { manifest: "manifest.json", outDir: "../dist/ui", emptyOutDir: true, target: "es2022", sourcemap: false },
});
