import type { Refusal } from "../../domain/case/refusal.ts";
import type { Result } from "../../domain/result.ts";
import { HttpProblem } from "./problem.ts";

const STATUS = { "not-found": 404, forbidden: 403, conflict: 409, invalid: 422, "too-large": 413, stopped: 500 } as const;

/** The value of a case's answer, or its refusal as a problem document. */
export function orRefuse<Value>(result: Result<Value, Refusal>): Value {
	if (result.ok) return result.value;
	const { kind, code, detail, at, problems } = result.error;
	throw new HttpProblem(STATUS[kind], code, detail, {
		...(at === undefined ? {} : { field: at }),
		...(problems === undefined
			? {}
			: { more: { issues: problems.map((each) => ({ field: each.at ?? "body", code: each.code, detail: each.detail })) } }),
	});
}
