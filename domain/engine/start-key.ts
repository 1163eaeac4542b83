import type { Value } from "../data/model.ts";
import { compileFeel, evaluateFeel } from "../rules/feel.ts";
import type { ProgramStart } from "./program.ts";
import type { Variables } from "./types.ts";

/**
 * The key of a message that begins a case together with others (BPMN 2.0.2 §8.4.2, §10.5.2), as text that tells the model's key, too; null
 * where the model gives none, or the message does not carry it whole.
 */
export function startKey({ key }: ProgramStart, payload: Value, now: number): string | null {
	if (key === undefined) return null;
	const fields = typeof payload === "object" && payload !== null && !Array.isArray(payload) ? (payload as Variables) : {};
	const parts: Value[] = [key.id];
	for (const source of key.from) {
		const compiled = compileFeel(source);
		const value = compiled.ok ? evaluateFeel(compiled.value, { message: payload, ...fields }, now) : compiled;
		if (!value.ok || value.value === null || value.value === "" || typeof value.value === "object") return null;
		parts.push(value.value);
	}
	return JSON.stringify(parts);
}
