import { describe, it } from "vitest";
import { checkAddress, type EgressPolicy, isPublicAddress, ownHosts } from "./egress-address.ts";

const policy: EgressPolicy = { ownHosts: ownHosts("https://portico.acme.com", "inbox.portico.acme.com"), loopback: [] };
const code = (url: string, with_ = policy) => {
	const result = checkAddress(url, with_);
	return result.ok ? "ok" : result.error.code;
};

describe("where a connector may go", () => {
	it("lets public https addresses pass", ({ expect }) => {
		for (const url of ["https://api.example.org/orders?id=1", "https://8.8.8.8/", "https://[2606:4700::1111]/"])
			expect(code(url)).toBe("ok");
	});

	it("refuses every spelling of a loopback, private, link-local or metadata address", ({ expect }) => {
		const hosts = [
			"127.0.0.1",
			"2130706433",
			"0x7f.1",
			"0177.0.0.1",
			"１２７.0.0.1",
			"127.0.0.1.",
			"[::1]",
			"[::ffff:7f00:1]",
			"[::ffff:127.0.0.1]",
			"[64:ff9b::7f00:1]",
			"[2002:7f00:1::]",
			"169.254.169.254",
			"[fd00:ec2::254]",
			"[fe80::1]",
			"10.0.0.1",
			"192.168.1.1",
			"172.16.0.1",
			"100.64.0.1",
			"198.18.0.1",
			"0.0.0.0",
			"255.255.255.255",
			"224.0.0.1",
			"192.0.2.1",
		];
		for (const host of hosts) expect([host, code(`https://${host}/`)]).toEqual([host, "egress.private_address"]);
	});

	it("refuses names that only a machine or a network knows", ({ expect }) => {
		for (const host of ["localhost", "localhost.", "LOCALHOST", "a.localhost", "printer", "db.internal", "nas.local"])
			expect([host, code(`https://${host}/`)]).toEqual([host, "egress.private_name"]);
	});

	it("refuses other schemes, ports and credentials", ({ expect }) => {
		expect(code("http://api.example.org/")).toBe("egress.not_https");
		for (const url of ["file:///etc/passwd", "gopher://api.example.org/", "ftp://api.example.org/", "data:text/plain,x"])
			expect(code(url)).toBe("egress.not_https");
		expect(code("https://api.example.org:8443/")).toBe("egress.port");
		expect(code("https://ann:secret@api.example.org/")).toBe("egress.credentials");
		expect(code("not a url")).toBe("egress.malformed");
	});

	it("refuses the deployment's own names and everything in their zone", ({ expect }) => {
		for (const host of ["portico.acme.com", "test.portico.acme.com", "acme.com", "inbox.portico.acme.com", "other.acme.com"])
			expect([host, code(`https://${host}/`)]).toEqual([host, "egress.own_zone"]);
		expect(code("https://notacme.com/")).toBe("ok");
	});

	it("lets exactly the named loopback address pass where an installation names one", ({ expect }) => {
		const local: EgressPolicy = { ownHosts: [], loopback: ["127.0.0.1:9000"] };
		expect(code("http://127.0.0.1:9000/hook", local)).toBe("ok");
		expect(code("http://127.0.0.1:9001/hook", local)).toBe("egress.not_https");
		expect(code("http://localhost:9000/hook", local)).toBe("egress.not_https");
		expect(code("http://10.0.0.1:9000/", { ownHosts: [], loopback: ["10.0.0.1:9000"] })).toBe("egress.not_https");
	});

	it("takes only unicast addresses as the answer of a name", ({ expect }) => {
		expect(isPublicAddress("93.184.216.34")).toBe(true);
		for (const address of ["127.0.0.1", "::1", "169.254.169.254", "fc00::1", "nonsense"]) expect(isPublicAddress(address)).toBe(false);
	});
});
