import { DurableObject } from "cloudflare:workers";
import type { Worker } from "../../domain/allocation/may-take.ts";
import type { CaseProjection } from "../../domain/case/rows.ts";
import { SHARD } from "../../domain/case/shard.ts";
import type { CaseId } from "../../domain/ids.ts";
import { type EnvironmentScope, keys, names, objects } from "../../workers/tenancy/objects.ts";
import { requireOwnName } from "../../workers/tenancy/own-name.ts";
import { migrate } from "../migrate.ts";
import { AUTHORITY_CHANGED, closeSocketsOf, type SocketHolder } from "../sockets.ts";
import { behind, behindWithIncidents, fillIn } from "./behind.ts";
import {
	casesWithIncident,
	type ChosenCase,
	type IncidentFilter,
	incidentGroups,
	incidents,
	type IncidentsPage,
	type IncidentsQuery,
	type IncidentSummary,
} from "./incidents.ts";
import { acceptSocket, push, type SocketOwner } from "./live.ts";
import { project } from "./project.ts";
import {
	type CaseCounts,
	caseCounts,
	cases,
	type CasesPage,
	type CasesQuery,
	inbox,
	type InboxPage,
	type InboxQuery,
	openTasks,
} from "./query.ts";
import { WORKLIST_MIGRATIONS } from "./schema.ts";
import { keepWake, overdue } from "./waking.ts";

/** The header in which the Worker hands over the verified owner of a socket. Never taken from a client's request. */
export const SOCKET_OWNER = "x-portico-socket-owner";

/** Cases asked in one go by a rebuild; the rest follows by alarm. */
const REBUILD_PAGE = 200;
const REBUILD_RETRY_MS = 5_000;

/** A case is overdue when it should have woken so long ago. Milliseconds. */
const OVERDUE_MS = 60_000;
/** Overdue cases asked in one go; those that are mended make room for the next. */
const WAKE_PAGE = 200;
/** Cases asked once more in one go, at a look at the incidents and by the cron. */
const BEHIND_PAGE = 200;

/** A read that must show at least this step of this case: nobody misses their own work. */
export interface AtLeast {
	readonly caseId: CaseId;
	readonly sequence: number;
}

/** The inbox and the case index of one environment: a projection of its cases, which can be deleted and rebuilt. */
export class Worklist extends DurableObject<Env> implements SocketHolder {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, WORKLIST_MIGRATIONS);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	/** Takes a case's rows (the receiving end of the case's lane) and tells open inboxes. Answers the case's watermark. */
	receive(scope: EnvironmentScope, projection: CaseProjection): number {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		const change = project(this.ctx.storage, projection);
		if (change !== undefined) push(this.ctx, projection, change);
		return projection.sequence;
	}

	/** One page of a person's inbox, with counts. */
	async inbox(scope: EnvironmentScope, worker: Worker, query: InboxQuery, atLeast?: AtLeast): Promise<InboxPage> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		await this.#catchUp(scope, atLeast);
		return inbox(this.ctx.storage.sql, worker, query, Date.now());
	}

	/** One page of the environment's cases. */
	async cases(scope: EnvironmentScope, query: CasesQuery, atLeast?: AtLeast): Promise<CasesPage> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		await this.#catchUp(scope, atLeast);
		return cases(this.ctx.storage.sql, query, Date.now());
	}

	/** How the environment's cases stand, for its console. `since` is epoch milliseconds. */
	caseCounts(scope: EnvironmentScope, since: number): CaseCounts {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		return caseCounts(this.ctx.storage.sql, since);
	}

	/** One page of the environment's open incidents. */
	async incidents(scope: EnvironmentScope, query: IncidentsQuery): Promise<IncidentsPage> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		await this.#askBehind(scope);
		return incidents(this.ctx.storage.sql, query);
	}

	/** The open incidents by cause. */
	async incidentSummary(scope: EnvironmentScope, filter: IncidentFilter): Promise<IncidentSummary> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		await this.#askBehind(scope);
		const sql = this.ctx.storage.sql;
		return { groups: incidentGroups(sql, filter), behind: behindWithIncidents(sql) };
	}

	/** At most `limit` of the cases that have an incident like this, with these incidents, in the order of their ids, after the case `after`. */
	casesWithIncident(scope: EnvironmentScope, filter: IncidentFilter, limit: number, after?: CaseId): ChosenCase[] {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		return casesWithIncident(this.ctx.storage.sql, filter, limit, after);
	}

	/** Open tasks by person, for allocation. */
	async openTasks(
		scope: EnvironmentScope,
		personIds: readonly string[],
		atLeast?: AtLeast,
	): Promise<{ personId: string; count: number }[]> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		await this.#catchUp(scope, atLeast);
		return openTasks(this.ctx.storage.sql, personIds);
	}

	/**
	 * Lets cases that are overdue (by this list, made of what they told last) set their alarm anew from what they have to do. An alarm
	 * that fails again and again is given up by the platform, and a case that nobody calls has no other way to wake. `now` is epoch
	 * milliseconds. Answers how many were asked.
	 */
	async wakeOverdue(scope: EnvironmentScope, now: number): Promise<number> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		const sql = this.ctx.storage.sql;
		const cases = overdue(sql, now - OVERDUE_MS, WAKE_PAGE);
		await Promise.all(
			cases.map(async (caseId) => {
				try {
					keepWake(sql, caseId, await objects.case(this.env, scope, caseId).rearm(scope, caseId));
				} catch (error) {
					console.error(JSON.stringify({ at: "worklist.wake", case: caseId, error: String(error) }));
				}
			}),
		);
		await this.#askBehind(scope);
		return cases.length;
	}

	/** Asks cases that were listed before they could say all that is listed of a case now. */
	async #askBehind(scope: EnvironmentScope): Promise<void> {
		await Promise.all(
			behind(this.ctx.storage.sql, BEHIND_PAGE).map(async (caseId) => {
				try {
					const projection = await objects.case(this.env, scope, caseId).rows(scope, caseId);
					if (projection !== null) this.receive(scope, projection);
					fillIn(this.ctx.storage, caseId, projection);
				} catch (error) {
					console.error(JSON.stringify({ at: "worklist.behind", case: caseId, error: String(error) }));
				}
			}),
		);
	}

	/** Closes a person's sockets because the person's authority changed; each was accepted with the person's id as its tag. */
	closeSockets(personId: string): void {
		closeSocketsOf(this.ctx, personId);
	}

	/** Forgets everything and asks every case of the environment for its rows. Sockets stay; cases may go on meanwhile. */
	async rebuild(scope: EnvironmentScope): Promise<{ cases: number; done: boolean }> {
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		const sql = this.ctx.storage.sql;
		this.ctx.storage.transactionSync(() => {
			for (const table of ["case_row", "task_row", "incident_row", "candidate", "search", "waking", "behind", "rebuild"])
				sql.exec(`DELETE FROM ${table}`);
			sql.exec("INSERT INTO rebuild (one, scope, cursor, cases) VALUES (1, ?, NULL, 0)", JSON.stringify(scope));
		});
		return this.#continueRebuild();
	}

	/** The live door. The Worker has checked origin and session and names the owner of the socket. */
	override async fetch(request: Request): Promise<Response> {
		const owner = request.headers.get(SOCKET_OWNER);
		if (owner === null || request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
		const { scope, person } = JSON.parse(owner) as { scope: EnvironmentScope; person: SocketOwner };
		requireOwnName(this.ctx, names.worklist(scope, SHARD));
		const sockets = acceptSocket(this.ctx, person);
		if (sockets === undefined) return new Response(null, { status: 429 });
		// Accepted first and registered after: a change of rights between the two finds the socket or is seen here.
		if (!(await objects.environment(this.env, scope).registerSocket(person.sessionId, SHARD, person, Date.now())))
			sockets.server.close(AUTHORITY_CHANGED, "authority.changed");
		return new Response(null, { status: 101, webSocket: sockets.client });
	}

	/** Clients only listen; what they send beyond the automatic ping is not read. */
	override webSocketMessage(): void {}

	override webSocketError(socket: WebSocket): void {
		socket.close(1011, "error");
	}

	override async alarm(): Promise<void> {
		try {
			await this.#continueRebuild();
		} catch (error) {
			console.error(JSON.stringify({ at: "worklist.rebuild", error: String(error) }));
			await this.ctx.storage.setAlarm(Date.now() + REBUILD_RETRY_MS);
		}
	}

	async #catchUp(scope: EnvironmentScope, atLeast: AtLeast | undefined): Promise<void> {
		if (atLeast === undefined) return;
		const known = this.ctx.storage.sql
			.exec<{ sequence: number }>("SELECT sequence FROM case_row WHERE case_id = ?", atLeast.caseId)
			.toArray()[0];
		if ((known?.sequence ?? 0) >= atLeast.sequence) return;
		const projection = await objects.case(this.env, scope, atLeast.caseId).rows(scope, atLeast.caseId);
		if (projection !== null) this.receive(scope, projection);
	}

	async #continueRebuild(): Promise<{ cases: number; done: boolean }> {
		const sql = this.ctx.storage.sql;
		const state = sql
			.exec<{ scope: string; cursor: string | null; cases: number }>("SELECT scope, cursor, cases FROM rebuild")
			.toArray()[0];
		if (state === undefined) return { cases: 0, done: true };
		const scope = JSON.parse(state.scope) as EnvironmentScope;
		const prefix = keys.caseMarks(scope);
		const page = await this.env.FILES.list({ prefix, limit: REBUILD_PAGE, ...(state.cursor === null ? {} : { startAfter: state.cursor }) });
		for (const object of page.objects) {
			const caseId = object.key.slice(prefix.length) as CaseId;
			const projection = await objects.case(this.env, scope, caseId).rows(scope, caseId);
			if (projection !== null) this.receive(scope, projection);
		}
		const total = state.cases + page.objects.length;
		const last = page.objects.at(-1);
		if (page.truncated && last !== undefined) {
			sql.exec("UPDATE rebuild SET cursor = ?, cases = ?", last.key, total);
			await this.ctx.storage.setAlarm(Date.now());
			return { cases: total, done: false };
		}
		sql.exec("DELETE FROM rebuild");
		return { cases: total, done: true };
	}
}
