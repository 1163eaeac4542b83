import { describe, it } from "vitest";
import { idFrom } from "../ids.ts";
import { openPackage, sealPackage, type PackageContent, type PackageSigner, type PackageVerifier } from "./package.ts";

const content: PackageContent = {
	manifest: {
		name: "Loan request",
		version: 3,
		note: "",
		madeAt: "2026-11-24T08:00:00.000Z",
		madeBy: { name: "Ann", email: "ann@example.com" },
		project: { id: idFrom("workspace", new Uint8Array(16)), name: "Loan request" },
		engine: 1,
	},
	bpmn: "<definitions>é</definitions>",
	automation: {
		format: 1,
		processId: "Process_1",
		category: "Loans",
		data: { attributes: [{ name: "amount", label: "Amount", type: "money" }] },
		forms: [],
		elements: {},
		flows: {},
		roles: [],
		parameters: [],
	},
};

const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
const hash = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
const signer: PackageSigner = {
	key: "k".repeat(43),
	hash,
	sign: async (bytes) => new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, new Uint8Array(bytes))),
};
const verifier: PackageVerifier = {
	hash,
	verify: async (key, signature, bytes) => {
		if (key !== signer.key) return "unknown";
		return (await crypto.subtle.verify("Ed25519", pair.publicKey, new Uint8Array(signature), new Uint8Array(bytes))) ? "valid" : "invalid";
	},
};

async function sealed(): Promise<{ hash: string; bytes: Uint8Array }> {
	const result = await sealPackage(content, signer);
	if (!result.ok) throw new Error(result.error.detail);
	return result.value;
}

describe("a package", () => {
	it("opens as what was sealed, under the same address", async ({ expect }) => {
		const { hash: address, bytes } = await sealed();
		expect(await openPackage(bytes, verifier)).toEqual({ ok: true, value: { hash: address, signedBy: signer.key, content } });
	});

	it("is the same bytes for the same content, in whatever order its members were written", async ({ expect }) => {
		const reordered: PackageContent = { automation: content.automation, bpmn: content.bpmn, manifest: { ...content.manifest } };
		const again = await sealPackage(reordered, signer);
		expect(again.ok && again.value.bytes).toEqual((await sealed()).bytes);
	});

	it("is refused with any one byte changed, taken away or added", async ({ expect }) => {
		const { bytes } = await sealed();
		for (let at = 0; at < bytes.length; at++) {
			const changed = new Uint8Array(bytes);
			changed[at] = (changed[at] ?? 0) ^ (1 + (at % 7));
			const opened = await openPackage(changed, verifier);
			expect(opened.ok, `byte ${at}`).toBe(false);
		}
		expect((await openPackage(bytes.slice(0, -1), verifier)).ok).toBe(false);
		expect((await openPackage(Uint8Array.from([...bytes, 32]), verifier)).ok).toBe(false);
		expect((await openPackage(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]), verifier)).ok).toBe(false);
	});

	it("is refused as altered when its hash was made to fit but its signature can not be", async ({ expect }) => {
		const { bytes } = await sealed();
		const forged = await sealPackage({ ...content, bpmn: "<definitions/>" }, { ...signer, sign: async () => new Uint8Array(64) });
		expect(forged.ok && (await openPackage(forged.value.bytes, verifier))).toMatchObject({ ok: false, error: { code: "package.altered" } });
		const twice = new TextDecoder().decode(bytes).replace('"bpmn":', '"bpmn":"x","bpmn":');
		expect(await openPackage(new TextEncoder().encode(twice), verifier)).toMatchObject({ ok: false, error: { code: "package.altered" } });
	});

	it("is refused from a signer that is not trusted", async ({ expect }) => {
		const other = await sealPackage(content, { ...signer, key: "x".repeat(43) });
		expect(other.ok && (await openPackage(other.value.bytes, verifier))).toMatchObject({
			ok: false,
			error: { code: "package.signer_unknown" },
		});
	});

	it("is refused when it is no package at all, however deep", async ({ expect }) => {
		for (const text of ["", "null", "{}", "[".repeat(50_000) + "]".repeat(50_000), '{"format":"portico-package/1"}']) {
			expect(await openPackage(new TextEncoder().encode(text), verifier)).toMatchObject({
				ok: false,
				error: { code: "package.not_a_package" },
			});
		}
	});
});
