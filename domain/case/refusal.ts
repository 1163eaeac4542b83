import type { Problem } from "../problem.ts";

/** Why a case did not do what it was asked. Nothing was changed. */
export interface Refusal extends Problem {
	readonly kind: "not-found" | "forbidden" | "conflict" | "invalid" | "too-large" | "stopped";
	/** All that is wrong, where it is more than one thing: the fields of a form. */
	readonly problems?: readonly Problem[];
}

export function refuse(kind: Refusal["kind"], code: string, detail: string, at?: string): { readonly ok: false; readonly error: Refusal } {
	return { ok: false, error: { kind, code, detail, ...(at === undefined ? {} : { at }) } };
}

/** How long ago something was, in words: "3 s ago". Times are epoch milliseconds. */
export function ago(then: number, now: number): string {
	const seconds = Math.max(0, Math.round((now - then) / 1000));
	if (seconds < 60) return `${seconds} s ago`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
	if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
	return `${Math.floor(seconds / 86_400)} days ago`;
}
