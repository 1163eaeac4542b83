/**
 * The runtime that the crash harness kills: the built bundle on a state folder. `--token` makes the one-time link by which the
 * company is made; `--loopback` is the address that connectors may call.
 */
import { parseArgs } from "node:util";
import { bootstrapStatement } from "../../../tools/bootstrap-link.ts";
import { applyMigrations, startRuntime } from "../../../tools/runtime.ts";

const { values } = parseArgs({
	options: { state: { type: "string" }, port: { type: "string" }, loopback: { type: "string" }, token: { type: "string" } },
});
const runtime = await startRuntime({
	port: Number(values.port),
	state: values.state ?? "",
	vars: { EGRESS_LOOPBACK: values.loopback ?? "" },
});
await applyMigrations(runtime.database);
if (values.token !== undefined) await runtime.database.prepare(bootstrapStatement(values.token, Date.now())).run();
process.stdout.write("Portico is ready\n");
