import type { CompanyId } from "../../domain/ids.ts";
import type { Affected } from "../../durable-objects/company/index.ts";
import type { AuditEntry, Statement } from "../../durable-objects/company/trail.ts";
import { HttpProblem } from "../http/problem.ts";
import { objects } from "./objects.ts";

/** Who acts: a `Builder`, an `EndUser`, or `SYSTEM`. */
export interface Actor {
	readonly personId: string;
	readonly name: string;
}

/** Portico itself: mail that arrives, timers, the bootstrap link. */
export const SYSTEM: Actor = { personId: "system", name: "Portico" };

/** An act as the trail keeps it. `scopeId` is the node of the tree it was done on; `detail` is what a reader needs, before and after. */
export interface Entry {
	readonly actor: Actor;
	readonly action: string;
	readonly scopeId: string;
	readonly outcome: "done" | "refused";
	readonly detail: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

const MAX_DETAIL_CHARACTERS = 16_000;

/** Appends an act to the company's trail. For an act that writes D1 use `act`: then both are in one batch. */
export async function audit(env: Env, companyId: CompanyId, entry: Entry): Promise<void> {
	await act(env, companyId, [], entry);
}

/** A query of drizzle that has not been run. */
interface Query {
	toSQL(): { readonly sql: string; readonly params: readonly unknown[] };
}

/**
 * Writes to D1 and to the trail in one batch, through the `Company` object. `affects` names whose authority changes.
 * @throws HttpProblem 409 `company.last_administrator` when nobody would be left to administer the company.
 * @throws HttpProblem 409 `conflict` when a unique or foreign key stands against it; pass `conflict` to say it better.
 */
export async function act(
	env: Env,
	companyId: CompanyId,
	queries: readonly Query[],
	entry: Entry,
	options: { readonly affects?: Affected; readonly conflict?: HttpProblem } = {},
): Promise<void> {
	const result = await objects.company(env, companyId).act(
		{
			statements: statementsOf(queries),
			entry: auditEntry(entry),
			...(options.affects === undefined ? {} : { affects: options.affects }),
		},
		Date.now(),
	);
	if (result.ok) return;
	throw refusal(result.reason, options.conflict);
}

/** The problem for an act that the database refused. */
export function refusal(reason: "last-administrator" | "conflict", conflict?: HttpProblem): HttpProblem {
	if (reason === "last-administrator")
		return new HttpProblem(
			409,
			"company.last_administrator",
			"The company needs an administrator who can sign in. Make someone else an administrator first.",
		);
	return conflict ?? new HttpProblem(409, "conflict", "Someone else changed this just now. Look again and repeat what is still needed.");
}

export function auditEntry(entry: Entry): AuditEntry {
	return {
		actorId: entry.actor.personId,
		actorName: entry.actor.name,
		action: entry.action,
		scopeId: entry.scopeId,
		outcome: entry.outcome,
		detail: JSON.stringify(entry.detail).slice(0, MAX_DETAIL_CHARACTERS),
	};
}

/** Queries as text and values, so that an object can run them in its own batch. */
export function statementsOf(queries: readonly Query[]): Statement[] {
	return queries.map((query) => {
		const { sql, params } = query.toSQL();
		return {
			sql,
			params: params.map((value) => {
				if (value === null || typeof value === "string" || typeof value === "number") return value;
				throw new TypeError(`a value of D1 is text, a number or null, not ${typeof value}`);
			}),
		};
	});
}
