import type { EffectMessage } from "../../domain/case/effect.ts";
import { correlationShard, waitShards } from "../../domain/case/lanes.ts";
import type { Candidates } from "../../domain/case/rows.ts";
import type { Effect, PerformerNames } from "../../domain/engine/types.ts";
import { dropAlarms, keepAlarms } from "./alarms.ts";
import type { Facts } from "./facts.ts";
import { raiseOfEngine } from "./incident-rows.ts";
import { confirmEffect, post, postEffect } from "./outbox.ts";
import { withinRow } from "./row-limit.ts";

/** Who made a step: a person, or what of the system did. */
export interface Actor {
	readonly personId: string | null;
	readonly name: string;
}

export const SYSTEM: Actor = { personId: null, name: "Portico" };

/** What the effects of a step made. */
export interface Made {
	readonly tasks: number[];
	readonly effectKeys: string[];
}

/** Turns the effects of a step into rows, inside its transaction. Nothing is sent from here. */
export function applyEffects(sql: SqlStorage, facts: Facts, effects: readonly Effect[], actor: Actor, now: number, step: number): Made {
	const made: Made = { tasks: [], effectKeys: [] };
	for (const [index, effect] of effects.entries()) applyEffect(sql, facts, effect, { actor, now, made, place: `${step}.${index}` });
	return made;
}

interface Where {
	readonly actor: Actor;
	readonly now: number;
	readonly made: Made;
	/** Step and place in it: unique in the case for ever. */
	readonly place: string;
}

function applyEffect(sql: SqlStorage, facts: Facts, effect: Effect, { actor, now, made, place }: Where): void {
	switch (effect.type) {
		case "create-task":
			createTask(sql, facts, effect, now, made);
			return;
		case "complete-task":
			closeTask(sql, facts, effect.task, "completed", actor, now);
			return;
		case "cancel-task":
			closeTask(sql, facts, effect.task, "cancelled", actor, now);
			return;
		case "create-job":
			sql.exec(
				"INSERT INTO job (job, element_id, kind, input, state, created_at) VALUES (?, ?, ?, ?, 'waiting', ?)",
				effect.job,
				effect.elementId,
				effect.kind,
				withinRow(JSON.stringify(effect.input), `The input of ${effect.elementId}`),
				now,
			);
			made.effectKeys.push(enqueue(sql, facts, "job", effect.job, now));
			return;
		case "cancel-job":
			closeJob(sql, facts, effect.job, "cancelled", now);
			return;
		case "set-timer":
			sql.exec("INSERT OR REPLACE INTO timer (timer, element_id, due_at) VALUES (?, ?, ?)", effect.timer, effect.elementId, effect.dueAt);
			return;
		case "cancel-timer":
			sql.exec("DELETE FROM timer WHERE timer = ?", effect.timer);
			return;
		case "open-subscription":
			sql.exec(
				"INSERT INTO subscription (subscription, element_id, message, key, any_key) VALUES (?, ?, ?, ?, ?)",
				effect.subscription,
				effect.elementId,
				effect.message,
				effect.key,
				effect.any === true ? 1 : 0,
			);
			for (const shard of waitShards(effect.message, effect.key, effect.any === true)) {
				const { subscription, message, key, any } = effect;
				post(sql, `correlation/${shard}`, { kind: "open", subscription, message, key, ...(any === true && { any }) }, now);
			}
			return;
		case "open-signal":
			sql.exec(
				"INSERT INTO subscription (subscription, element_id, message, kind) VALUES (?, ?, ?, 'signal')",
				effect.subscription,
				effect.elementId,
				effect.signal,
			);
			post(
				sql,
				`correlation/${correlationShard(effect.signal, null)}`,
				{ kind: "open-signal", subscription: effect.subscription, signal: effect.signal },
				now,
			);
			return;
		case "throw-signal":
			post(
				sql,
				`correlation/${correlationShard(effect.signal, null)}`,
				{
					kind: "signal",
					id: `${facts.caseId}.${place}`,
					signal: effect.signal,
					payload: withinRow(JSON.stringify(effect.payload), `The signal ${effect.signal}`),
				},
				now,
			);
			return;
		case "close-subscription":
			closeSubscription(sql, effect.subscription, now);
			return;
		case "throw-message":
			post(
				sql,
				`correlation/${correlationShard(effect.message, effect.key)}`,
				{
					kind: "message",
					id: `${facts.caseId}.${place}`,
					message: effect.message,
					key: effect.key,
					payload: withinRow(JSON.stringify(effect.payload), `The message ${effect.message}`),
				},
				now,
			);
			return;
		case "carry-over":
			carryOver(sql, effect);
			return;
		case "raise-incident":
			raiseOfEngine(sql, effect, now);
			return;
		case "resolve-incident":
			sql.exec("UPDATE incident SET resolved_at = ? WHERE incident = ?", now, effect.incident);
			return;
		case "set-due":
			sql.exec("UPDATE position SET due_at = ?", effect.dueAt);
			keepAlarms(sql, null, effect.alarms);
			return;
		case "set-title":
		case "end-case":
			// Written with the position.
			return;
	}
}

const CARRIED = {
	task: "UPDATE task SET element_id = ?, name = coalesce(?, name), form_id = ? WHERE task = ?",
	job: "UPDATE job SET element_id = ? WHERE job = ?",
	timer: "UPDATE timer SET element_id = ? WHERE timer = ?",
	message: "UPDATE subscription SET element_id = ? WHERE subscription = ?",
	signal: "UPDATE subscription SET element_id = ? WHERE subscription = ?",
	incident: "UPDATE incident SET element_id = ?, element_name = coalesce(?, element_name) WHERE incident = ?",
} as const;

/** What is kept about a wait or incident names the element of the version that the case was moved to. */
function carryOver(sql: SqlStorage, { what, id, elementId, name, formId }: Extract<Effect, { type: "carry-over" }>): void {
	const more = what === "task" ? [name ?? null, formId ?? null] : what === "incident" ? [name ?? null] : [];
	sql.exec(CARRIED[what], elementId, ...more, id);
}

/** The queue's message for a job or a notice; its key is made of the case and the number, so it never changes. */
export function enqueue(sql: SqlStorage, facts: Facts, kind: EffectMessage["kind"], subject: number, now: number, to?: string): string {
	const key = `${facts.caseId}.${kind}.${subject}${to === undefined ? "" : `.${to}`}`;
	postEffect(
		sql,
		{ kind, companyId: facts.scope.companyId, environmentId: facts.scope.environmentId, caseId: facts.caseId, key, subject },
		now,
	);
	return key;
}

export function closeJob(sql: SqlStorage, facts: Facts, job: number, state: "done" | "failed" | "cancelled", now: number): void {
	sql.exec("UPDATE job SET state = ?, closed_at = ? WHERE job = ? AND state = 'waiting'", state, now, job);
	confirmEffect(sql, `${facts.caseId}.job.${job}`);
}

function createTask(sql: SqlStorage, facts: Facts, effect: Extract<Effect, { type: "create-task" }>, now: number, made: Made): void {
	const { performers } = effect;
	const ofOne = performers.assign === "pool" && isOnePerson(performers);
	const direct = onlyStarter(performers) && facts.starter.personId !== null;
	// Reckoned anew in the working time of the one person that the Environment finds.
	const anew = ofOne || (performers.assign === "one" && !direct);
	sql.exec(
		`INSERT INTO task (task, element_id, name, title, form_id, assign, candidates, assignee_id, assignee_name, notify, created_at, due_at, due_in, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')`,
		effect.task,
		effect.elementId,
		effect.name,
		effect.title,
		effect.formId,
		performers.assign,
		withinRow(JSON.stringify(candidates(performers, facts)), `The performers of ${effect.elementId}`),
		direct ? facts.starter.personId : null,
		direct ? facts.starter.name : null,
		effect.notify ? 1 : 0,
		now,
		effect.dueAt,
		anew ? (effect.due ?? null) : null,
	);
	keepAlarms(sql, effect.task, effect.alarms ?? []);
	made.tasks.push(effect.task);
	if (ofOne && effect.due !== undefined) post(sql, "environment", { kind: "allocate", task: effect.task, performers }, now);
	if (performers.assign === "one" && !direct) {
		post(sql, "environment", { kind: "allocate", task: effect.task, performers: withStarter(performers, facts) }, now);
		return;
	}
	if (effect.notify)
		made.effectKeys.push(enqueue(sql, facts, "notify", effect.task, now, direct ? (facts.starter.personId ?? "pool") : "pool"));
}

function closeTask(sql: SqlStorage, facts: Facts, task: number, state: "completed" | "cancelled", actor: Actor, now: number): void {
	dropAlarms(sql, facts, task);
	sql.exec(
		"UPDATE task SET state = ?, closed_at = ?, closed_by_id = ?, closed_by_name = ? WHERE task = ? AND state = 'open'",
		state,
		now,
		actor.personId,
		actor.name,
		task,
	);
	// What others typed stays theirs, to read and copy, for as long as the case runs.
	sql.exec("DELETE FROM draft WHERE task = ? AND person_id = ?", task, actor.personId);
}

/** Ends a wait here and at its Correlation shards. */
export function closeSubscription(sql: SqlStorage, subscription: number, now: number): void {
	const row = sql
		.exec<{ message: string; key: string | null; any_key: number }>(
			"DELETE FROM subscription WHERE subscription = ? RETURNING message, key, any_key",
			subscription,
		)
		.toArray()[0];
	if (row === undefined) return;
	for (const shard of waitShards(row.message, row.key, row.any_key === 1))
		post(sql, `correlation/${shard}`, { kind: "close", subscription }, now);
}

/** Whether a pool is one person, by address. */
function isOnePerson({ people, groups, roles, starter }: PerformerNames): boolean {
	return people.length === 1 && groups.length + roles.length === 0 && !starter;
}

function onlyStarter(performers: PerformerNames): boolean {
	return performers.starter && performers.people.length + performers.groups.length + performers.roles.length === 0;
}

/** The starter joins the people by address, as the environment knows people. */
function withStarter(performers: PerformerNames, facts: Facts): PerformerNames {
	const email = facts.starter.email;
	if (!performers.starter || email === null) return performers;
	return { ...performers, people: [...performers.people, email] };
}

function candidates(performers: PerformerNames, facts: Facts): Candidates {
	const all = withStarter(performers, facts);
	return { people: [...new Set(all.people.map((email) => email.toLowerCase()))], groups: all.groups, roles: all.roles };
}
