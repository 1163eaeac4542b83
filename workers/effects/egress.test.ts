import { describe, it } from "vitest";
import { callOut, MAX_RESPONSE_BYTES, type Network, type OutgoingCall } from "./egress.ts";
import type { EgressPolicy } from "./egress-address.ts";

const policy: EgressPolicy = { ownHosts: ["portico.acme.com"], loopback: [] };
const call = (over: Partial<OutgoingCall> = {}): OutgoingCall => ({
	method: "GET",
	url: "https://api.example.org/a",
	headers: [],
	body: null,
	timeout: 1000,
	...over,
});

/** A network that answers by address and keeps what it was asked. */
function network(answers: Record<string, () => Response | Promise<Response>>, addresses: Record<string, string[]> = {}) {
	const asked: Request[] = [];
	const it: Network & { asked: Request[] } = {
		asked,
		fetch: async (request) => {
			asked.push(request);
			const answer = answers[request.url];
			if (answer === undefined) throw new Error("connection refused");
			return answer();
		},
		resolve: async (host) => addresses[host] ?? ["93.184.216.34"],
	};
	return it;
}

const to =
	(location: string, status = 302) =>
	() =>
		new Response(null, { status, headers: { location } });

describe("a call that leaves Portico", () => {
	it("brings status, headers and body", async ({ expect }) => {
		const net = network({ "https://api.example.org/a": () => new Response("hello", { status: 201, headers: { "x-a": "1" } }) });
		const result = await callOut(
			call({ method: "POST", body: '{"n":1}', headers: [{ name: "Authorization", value: "Bearer t" }] }),
			policy,
			net,
		);
		expect(result.ok && [result.value.status, result.value.headers.get("x-a"), new TextDecoder().decode(result.value.body)]).toEqual([
			201,
			"1",
			"hello",
		]);
		expect(net.asked[0]?.headers.get("authorization")).toBe("Bearer t");
		expect(net.asked[0]?.headers.get("content-type")).toBe("application/json");
		expect(await net.asked[0]?.text()).toBe('{"n":1}');
	});

	it("is judged anew at every redirect: to loopback, metadata, http and Portico itself it ends", async ({ expect }) => {
		const cases = [
			["http://127.0.0.1:9000/", "egress.not_https"],
			["https://127.0.0.1/", "egress.private_address"],
			["https://169.254.169.254/latest/meta-data", "egress.private_address"],
			["http://api.example.org/", "egress.not_https"],
			["https://portico.acme.com/api/health", "egress.own_zone"],
			["file:///etc/passwd", "egress.not_https"],
		] as const;
		for (const [location, code] of cases) {
			const net = network({ "https://api.example.org/a": to(location) });
			const result = await callOut(call(), policy, net);
			expect([location, result.ok ? "ok" : result.error.code]).toEqual([location, code]);
			expect(net.asked).toHaveLength(1);
		}
	});

	it("ends at a name that leads to a private address, also when only one of its addresses is private", async ({ expect }) => {
		const net = network({}, { "api.example.org": ["93.184.216.34", "10.0.0.7"] });
		const result = await callOut(call(), policy, net);
		expect(result.ok ? "ok" : [result.error.code, result.error.retry]).toEqual(["egress.private_address", false]);
		expect(net.asked).toHaveLength(0);
	});

	it("follows three redirects and not four", async ({ expect }) => {
		const chain = { "https://api.example.org/a": to("/b"), "https://api.example.org/b": to("/c"), "https://api.example.org/c": to("/d") };
		const three = await callOut(call(), policy, network({ ...chain, "https://api.example.org/d": () => new Response("ok") }));
		expect(three.ok).toBe(true);
		const four = await callOut(call(), policy, network({ ...chain, "https://api.example.org/d": to("/e") }));
		expect(four.ok ? "ok" : four.error.code).toBe("egress.redirects");
	});

	it("drops credentials when a redirect leaves the host", async ({ expect }) => {
		const net = network({
			"https://api.example.org/a": to("https://other.example.net/"),
			"https://other.example.net/": () => new Response(""),
		});
		await callOut(call({ headers: [{ name: "X-Api-Key", value: "secret" }] }), policy, net);
		expect(net.asked.map((request) => request.headers.get("x-api-key"))).toEqual(["secret", null]);
	});

	it("sends no header that steers hosts or proxies", async ({ expect }) => {
		const net = network({ "https://api.example.org/a": () => new Response("") });
		const names = ["Host", "CF-Connecting-IP", "cf-worker", "X-Forwarded-For", "Content-Length", "Connection", "Proxy-Authorization"];
		await callOut(call({ headers: names.map((name) => ({ name, value: "1" })) }), policy, net);
		for (const name of names) expect([name, net.asked[0]?.headers.has(name)]).toEqual([name, false]);
	});

	it("stops reading at the bound, whatever the length that was said", async ({ expect }) => {
		let sent = 0;
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				sent += 65_536;
				controller.enqueue(new Uint8Array(65_536));
			},
		});
		const net = network({ "https://api.example.org/a": () => new Response(endless, { headers: { "content-length": "10" } }) });
		const result = await callOut(call(), policy, net);
		expect(result.ok ? "ok" : result.error.code).toBe("egress.answer_too_large");
		expect(sent).toBeLessThan(MAX_RESPONSE_BYTES + 4 * 65_536);
	});

	it("may be tried again when the other side is out of reach or too slow, and not when the call itself is wrong", async ({ expect }) => {
		const unreachable = await callOut(call(), policy, network({}));
		expect(unreachable.ok ? "ok" : [unreachable.error.code, unreachable.error.retry]).toEqual(["egress.unreachable", true]);
		const never = network({});
		const slow: Network = {
			...never,
			fetch: (request) => new Promise((_resolve, reject) => request.signal.addEventListener("abort", () => reject(new Error("aborted")))),
		};
		const timeout = await callOut(call({ timeout: 100 }), policy, slow);
		expect(timeout.ok ? "ok" : [timeout.error.code, timeout.error.retry]).toEqual(["egress.timeout", true]);
		const wrong = await callOut(call({ headers: [{ name: "a b", value: "x" }] }), policy, network({}));
		expect(wrong.ok ? "ok" : [wrong.error.code, wrong.error.retry]).toEqual(["egress.malformed", false]);
	});
});
