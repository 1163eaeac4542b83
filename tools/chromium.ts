/** Finds the browser of the browser tests, and installs it when it is missing: Debian's `chromium`, elsewhere Playwright's own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./build.ts";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function found(): string | undefined {
	return [process.env["CHROMIUM"], ...CANDIDATES].find((file) => file !== undefined && existsSync(file));
}

/** Flags that keep a headless Chromium on a test machine from calling out. */
export const CHROMIUM_FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];

/** The executable's path; `undefined` means Playwright's own, which it finds by itself. */
export function chromium(): string | undefined {
	const there = found();
	if (there !== undefined) return there;
	if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
		spawnSync("apt-get", ["update", "-q"], { stdio: ["ignore", "ignore", 2] });
		spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { stdio: ["ignore", "ignore", 2] });
		const installed = found();
		if (installed !== undefined) return installed;
	}
	const install = spawnSync(path.join(root, "node_modules", ".bin", "playwright-core"), ["install", "chromium"], {
		stdio: ["ignore", 2, 2],
	});
	if (install.status !== 0)
		throw new Error("Chromium is missing and could not be installed. Install it, or name it with CHROMIUM=/path/to/chromium.");
	return undefined;
}
