import { describe, it } from "vitest";
import { companyIdIn, idFrom } from "../../domain/ids.ts";
import { objects } from "./objects.ts";

const bytes = new Uint8Array(16).fill(3);
const BINDINGS = ["COMPANY", "MODEL", "ENVIRONMENT", "CASE", "CORRELATION", "WORKLIST"] as const;

/** Bindings that write down which objects they are asked for, in which region. */
function platform(jurisdictions: "kept" | "ignored") {
	const asked: string[] = [];
	const namespace = (binding: string, region: string) => ({
		getByName: (name: string) => asked.push(`${binding} ${region} ${name.split("/")[0] ?? ""}`),
		jurisdiction: (other: string) => namespace(binding, other),
	});
	const bindings = Object.fromEntries(BINDINGS.map((binding) => [binding, namespace(binding, "anywhere")]));
	return { env: { ...bindings, JURISDICTIONS: jurisdictions } as unknown as Env, asked };
}

function askAll(env: Env, companyId: ReturnType<typeof companyIdIn>): void {
	const scope = { companyId, environmentId: idFrom("environment", bytes) };
	objects.company(env, companyId);
	objects.model(env, companyId, idFrom("workspace", bytes));
	objects.environment(env, scope);
	objects.case(env, scope, idFrom("case", bytes));
	objects.correlation(env, scope, 0);
	objects.worklist(env, scope, 0);
}

describe("the factory of objects", () => {
	it("asks for everything of a company in the company's region, and nowhere else", ({ expect }) => {
		const { env, asked } = platform("kept");
		const companyId = companyIdIn("eu", bytes);
		askAll(env, companyId);
		expect(asked).toEqual(BINDINGS.map((binding) => `${binding} eu ${companyId}`));
	});

	it("lets a company without a region be wherever it is asked for first", ({ expect }) => {
		const { env, asked } = platform("kept");
		const companyId = companyIdIn(undefined, bytes);
		askAll(env, companyId);
		expect(asked).toEqual(BINDINGS.map((binding) => `${binding} anywhere ${companyId}`));
	});

	it("asks for no region where the runtime has none", ({ expect }) => {
		const { env, asked } = platform("ignored");
		askAll(env, companyIdIn("us", bytes));
		expect(asked.every((each) => each.includes(" anywhere "))).toBe(true);
	});
});
