/**
 * `npm test -- crash`: kills the runtime with SIGKILL at random moments while people work, and prints one JSON line. `SEED=n` throws
 * other dice; `KILLS` and `ACTS` say how often and how much.
 */
import { crash } from "./crash/harness.ts";

const report = await crash({
	seed: Number(process.env["SEED"] ?? 1),
	kills: Number(process.env["KILLS"] ?? 16),
	acknowledged: Number(process.env["ACTS"] ?? 4200),
	people: 12,
});
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(report.failures.length === 0 ? 0 : 1);
