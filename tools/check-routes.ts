/** Fails when a route has no policy: loads the router as the Worker would, and reads its table. Part of `check` and `build`. */
import { registerHooks } from "node:module";

// The platform's own modules exist only inside workerd; declarations do not use them.
registerHooks({
	resolve: (specifier, context, next) =>
		specifier.startsWith("cloudflare:")
			? {
					url: "data:text/javascript,export class DurableObject{} export class WorkerEntrypoint{} export class RpcTarget{} export class EmailMessage{} export const env={};",
					shortCircuit: true,
				}
			: next(specifier, context),
});

const { table } = await import("../workers/router.ts");
const rows = table();
process.stdout.write(`${rows.length} routes, each with its policy\n`);
