import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Call } from "./record.ts";

/** The outside system: it keeps every call, and is too busy for some. */
export interface Effects {
	readonly port: number;
	readonly calls: readonly Call[];
	close(): Promise<void>;
}

/** `refuses`: whether the next call is answered with 503. */
export async function startEffects(refuses: () => boolean): Promise<Effects> {
	const calls: Call[] = [];
	const server = createServer((request, response) => {
		let body = "";
		request.on("data", (chunk: Buffer) => (body += chunk.toString()));
		request.on("end", () => {
			const { marker } = JSON.parse(body) as { marker: string };
			calls.push({ marker, key: String(request.headers["idempotency-key"] ?? "") });
			const busy = refuses();
			response.writeHead(busy ? 503 : 200, { "content-type": "application/json" });
			response.end(JSON.stringify(busy ? {} : { shipment: `shipped ${marker}` }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		port: (server.address() as AddressInfo).port,
		calls,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
