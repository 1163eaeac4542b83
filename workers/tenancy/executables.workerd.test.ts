import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { sealPackage } from "../../domain/deployment/package.ts";
import { automate, bpmn, inRow } from "../../test/workerd/activate.ts";
import { newCompanyId, newId } from "./new-id.ts";
import { readExecutable } from "./executables.ts";
import { keys } from "./objects.ts";
import { packageSigner } from "./package-keys.ts";

async function sealed() {
	const companyId = newCompanyId("eu");
	const made = await sealPackage(
		{
			manifest: {
				name: "Loans",
				version: 1,
				note: "",
				madeAt: "2026-11-24T00:00:00.000Z",
				madeBy: { name: "Ann", email: "ann@acme.example" },
				project: { id: newId("workspace"), name: "Loans" },
				engine: 1,
			},
			bpmn: bpmn(inRow(["startEvent", "S"], ["userTask", "T"], ["endEvent", "E"])),
			automation: automate(),
		},
		await packageSigner(env),
	);
	if (!made.ok) throw new Error(made.error.detail);
	return { companyId, ...made.value };
}

describe("the executable of a package", () => {
	it("is compiled again when this compiler has none, and kept", async ({ expect }) => {
		const { companyId, hash, bytes } = await sealed();
		await env.FILES.put(keys.content(companyId, "package", hash), bytes);
		const made = await readExecutable(env, companyId, hash);
		expect(made?.processName).toBe("Test process");
		const stored = await env.FILES.list({ prefix: `${companyId}/program/${hash}/` });
		expect(stored.objects).toHaveLength(1);
	});

	it("is refused when the stored package is no longer what was signed", async ({ expect }) => {
		const { companyId, hash, bytes } = await sealed();
		const altered = new TextDecoder().decode(bytes).replace("Test process", "Best process");
		await env.FILES.put(keys.content(companyId, "package", hash), altered);
		await expect(readExecutable(env, companyId, hash)).rejects.toThrow("package.altered");
	});

	it("is nothing where there is no package", async ({ expect }) => {
		expect(await readExecutable(env, newCompanyId("eu"), "0".repeat(64))).toBe(undefined);
	});
});
