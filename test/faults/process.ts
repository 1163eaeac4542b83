import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { root } from "../../tools/build.ts";

/** `npm start` as its own processes, so that it can be killed as a power cut would. */
export interface PorticoProcess {
	readonly url: string;
	/** SIGKILL to the runtime and to what started it: no handler runs, nothing is flushed. */
	kill(): Promise<void>;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
		});
	});
}

/** Starts Portico on a state folder and answers once it says that it is ready. */
export function startProcess(state: string, port: number, args: readonly string[] = ["--no-seed"]): Promise<PorticoProcess> {
	return launch("tools/start.ts", ["--state", state, "--port", String(port), ...args], port);
}

/** Runs a script that serves Portico on a port, and answers once it says that it is ready. */
export async function launch(script: string, args: readonly string[], port: number): Promise<PorticoProcess> {
	const child = spawn(path.join(root, "node_modules", ".bin", "node"), [script, ...args], {
		cwd: root,
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env["PATH"] ?? ""}` },
	});
	let output = "";
	await new Promise<void>((resolve, reject) => {
		const read = (chunk: Buffer): void => {
			output += chunk.toString();
			if (output.includes("Portico is ready")) resolve();
		};
		child.stdout.on("data", read);
		child.stderr.on("data", read);
		child.on("exit", (code) => reject(new Error(`${script} ended with ${code}\n${output}`)));
	});
	return { url: `http://127.0.0.1:${port}`, kill: () => killTree(child) };
}

/** The processes that a process started, from /proc: Miniflare does not tell workerd's id. */
function childrenOf(pid: number): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((each) => {
			try {
				const stat = readFileSync(`/proc/${each}/stat`, "utf8");
				return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
			} catch {
				return false;
			}
		});
}

async function killTree(child: ChildProcess): Promise<void> {
	if (child.pid === undefined) return;
	const runtimes = childrenOf(child.pid);
	const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	for (const pid of runtimes) process.kill(pid, "SIGKILL");
	child.kill("SIGKILL");
	await gone;
}
