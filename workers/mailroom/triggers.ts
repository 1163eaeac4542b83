import { and, asc, eq, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Id } from "../../domain/ids.ts";
import { mailTrigger as triggerSchema, type MailTrigger } from "../../domain/mail/trigger.ts";
import { compileFeel } from "../../domain/rules/feel.ts";
import { HttpProblem, notFound } from "../http/problem.ts";
import { act, type Actor } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import type { EnvironmentScope } from "../tenancy/objects.ts";
import { mailTrigger } from "../tenancy/schema/mail.ts";

export type StoredTrigger = MailTrigger & { readonly id: Id<"trigger"> };

const MAX_TRIGGERS = 100;

function here(scope: EnvironmentScope) {
	return and(eq(mailTrigger.companyId, scope.companyId), eq(mailTrigger.environmentId, scope.environmentId));
}

/** The triggers of an environment in the order in which they are tried. */
export async function listTriggers(env: Env, scope: EnvironmentScope): Promise<StoredTrigger[]> {
	const rows = await database(env)
		.select()
		.from(mailTrigger)
		.where(here(scope))
		.orderBy(asc(mailTrigger.position), asc(mailTrigger.id))
		.all();
	return rows.map((row) => ({ ...v.parse(triggerSchema, JSON.parse(row.definition)), id: row.id }));
}

/** Adds a trigger at the end. */
export async function addTrigger(
	env: Env,
	scope: EnvironmentScope,
	trigger: MailTrigger,
	actor: Actor,
	now: number,
): Promise<StoredTrigger> {
	check(trigger);
	const before = await listTriggers(env, scope);
	if (before.length >= MAX_TRIGGERS)
		throw new HttpProblem(409, "trigger.too_many", `An inbox has ${MAX_TRIGGERS} triggers at the most. Delete one first.`);
	const id = newId("trigger");
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.insert(mailTrigger)
				.values({
					companyId: scope.companyId,
					environmentId: scope.environmentId,
					id,
					position: sql`(SELECT coalesce(max(position), 0) + 1 FROM mail_trigger WHERE company_id = ${scope.companyId} AND environment_id = ${scope.environmentId})`,
					definition: JSON.stringify(trigger),
					updatedAt: now,
					updatedBy: actor.personId,
				}),
		],
		{
			actor,
			action: "trigger.add",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { trigger: id, after: JSON.stringify(trigger) },
		},
	);
	return { ...trigger, id };
}

/** Replaces a trigger's definition; its place in the order stays. */
export async function changeTrigger(
	env: Env,
	scope: EnvironmentScope,
	id: Id<"trigger">,
	trigger: MailTrigger,
	actor: Actor,
	now: number,
): Promise<StoredTrigger> {
	check(trigger);
	const before = await find(env, scope, id);
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.update(mailTrigger)
				.set({ definition: JSON.stringify(trigger), updatedAt: now, updatedBy: actor.personId })
				.where(and(here(scope), eq(mailTrigger.id, id))),
		],
		{
			actor,
			action: "trigger.change",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { trigger: id, before, after: JSON.stringify(trigger) },
		},
	);
	return { ...trigger, id };
}

export async function deleteTrigger(env: Env, scope: EnvironmentScope, id: Id<"trigger">, actor: Actor): Promise<void> {
	const before = await find(env, scope, id);
	await act(
		env,
		scope.companyId,
		[
			database(env)
				.delete(mailTrigger)
				.where(and(here(scope), eq(mailTrigger.id, id))),
		],
		{
			actor,
			action: "trigger.delete",
			scopeId: scope.environmentId,
			outcome: "done",
			detail: { trigger: id, before },
		},
	);
}

/** Puts the triggers in an order; it names every trigger once. */
export async function orderTriggers(
	env: Env,
	scope: EnvironmentScope,
	order: readonly Id<"trigger">[],
	actor: Actor,
	now: number,
): Promise<StoredTrigger[]> {
	const known = await listTriggers(env, scope);
	if (order.length !== known.length || new Set(order).size !== order.length || !known.every((each) => order.includes(each.id)))
		throw new HttpProblem(409, "trigger.order_stale", "The list of triggers has changed meanwhile. Look again, then order it.", {
			field: "order",
		});
	await act(
		env,
		scope.companyId,
		order.map((id, index) =>
			database(env)
				.update(mailTrigger)
				.set({ position: index + 1, updatedAt: now, updatedBy: actor.personId })
				.where(and(here(scope), eq(mailTrigger.id, id))),
		),
		{ actor, action: "trigger.order", scopeId: scope.environmentId, outcome: "done", detail: { order } },
	);
	return listTriggers(env, scope);
}

async function find(env: Env, scope: EnvironmentScope, id: Id<"trigger">): Promise<string> {
	const row = await database(env)
		.select({ definition: mailTrigger.definition })
		.from(mailTrigger)
		.where(and(here(scope), eq(mailTrigger.id, id)))
		.get();
	if (row === undefined) throw notFound();
	return row.definition;
}

/** Every field's FEEL must at least be an expression, and its path one of process data. */
function check(trigger: MailTrigger): void {
	for (const [index, field] of trigger.fields.entries()) {
		const compiled = compileFeel(field.from);
		if (!compiled.ok) throw new HttpProblem(400, compiled.error.code, compiled.error.detail, { field: `fields.${index}.from` });
		if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){0,7}$/.test(field.to))
			throw new HttpProblem(400, "trigger.bad_path", "A path is attribute names joined by dots, such as applicant.name.", {
				field: `fields.${index}.to`,
			});
	}
}
