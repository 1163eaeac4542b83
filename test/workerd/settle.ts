import { runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import type { Case } from "../../durable-objects/case/index.ts";

/** Waits until a case has told everyone: no lane and no effect is left, or only such as wait for a later time. */
export async function settle(stub: DurableObjectStub<Case>): Promise<void> {
	await vi.waitUntil(
		() =>
			runInDurableObject(
				stub,
				(_case, state) => state.storage.sql.exec("SELECT 1 FROM lane WHERE confirmed < last").toArray().length === 0,
			),
		{ timeout: 10_000, interval: 20 },
	);
}
