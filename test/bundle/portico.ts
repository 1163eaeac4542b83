import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "../../tools/client.ts";
import { applyMigrations, type Runtime, startRuntime } from "../../tools/runtime.ts";

/** A whole Portico of its own for one test file: the built bundle on a free port, with an empty state that is removed at the end. */
export interface TestPortico {
	readonly runtime: Runtime;
	readonly url: string;
	client(): Client;
	close(): Promise<void>;
}

export async function startPortico(vars: Readonly<Record<string, string>> = {}): Promise<TestPortico> {
	const state = await mkdtemp(path.join(tmpdir(), "portico-test-"));
	const runtime = await startRuntime({ port: 0, state, vars });
	await applyMigrations(runtime.database);
	return {
		runtime,
		url: runtime.url,
		client: () => new Client(runtime.url),
		close: async () => {
			await runtime.close();
			await rm(state, { recursive: true, force: true });
		},
	};
}
