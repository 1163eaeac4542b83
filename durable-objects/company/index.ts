import { DurableObject } from "cloudflare:workers";
import { may } from "../../domain/grants/may.ts";
import type { Action } from "../../domain/grants/actions.ts";
import type { Grant, Resource } from "../../domain/grants/principal.ts";
import type { Role } from "../../domain/grants/roles.ts";
import type { CompanyId, PersonId, WorkspaceId } from "../../domain/ids.ts";
import { objects } from "../../workers/tenancy/objects.ts";
import { migrate } from "../migrate.ts";
import { Realm, type NewSession, type OpenSession } from "../realm/realm.ts";
import { REALM_TABLES } from "../realm/schema.ts";
import { takeTry, type Bucket } from "../realm/throttle.ts";
import type { SocketHolder } from "../sockets.ts";
import { Trail, TRAIL_TABLE, type AppendFailure, type AuditEntry, type Statement, type TrailHead } from "./trail.ts";

/** Refusals of one person that are recorded: twenty at once, then one in half a minute. */
const RECORDED_REFUSALS: Bucket = { burst: 20, refillMs: 30_000 };

/** A person of the company and what the person holds, own grants and those of the person's groups. */
interface Member {
	readonly id: PersonId;
	readonly name: string;
	readonly email: string;
	readonly grants: Grant[];
}

/** Whom a change of authority touches: their sockets close, and with `endSessions` they are signed out too. */
export interface Affected {
	readonly people: readonly string[];
	/** Everyone who is in one of these groups before or after the change. */
	readonly groups: readonly string[];
	readonly endSessions: boolean;
}

export interface Act {
	readonly statements: readonly Statement[];
	readonly entry: AuditEntry;
	/** Left out when the act changes nobody's authority. */
	readonly affects?: Affected;
}

export type ActResult = { readonly ok: true; readonly seq: number } | { readonly ok: false; readonly reason: AppendFailure };

/** The authority of one company: sessions of its builders, what each may do right now, and the head of its audit trail. */
export class Company extends DurableObject<Env> {
	readonly #companyId: CompanyId;
	readonly #realm: Realm<Member>;
	readonly #trail: Trail;
	#last: Promise<unknown> = Promise.resolve();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#companyId = (ctx.id.name ?? "") as CompanyId;
		migrate(ctx.storage, [REALM_TABLES, TRAIL_TABLE]);
		this.#trail = new Trail(ctx.storage.sql, env.DB, this.#companyId);
		this.#realm = new Realm<Member>(ctx.storage, {
			load: (personId) => loadMember(env.DB, this.#companyId, personId),
			closeSockets: async (holder, personId) => {
				const [kind, id] = holder.split(" ");
				if (kind !== "model") throw new Error(`no object of kind ${kind} holds builders' sockets`);
				const stub: unknown = objects.model(env, this.#companyId, id as WorkspaceId);
				await (stub as SocketHolder).closeSockets(personId);
			},
		});
	}

	/** The builder whose session has this hash, or `undefined`. Times are epoch milliseconds. */
	async principal(hash: string, now: number): Promise<(Member & { readonly sessionId: string }) | undefined> {
		const found = await this.#realm.find(hash, now);
		return found === undefined ? undefined : { ...found.person, sessionId: found.sessionId };
	}

	/** Milliseconds until another sign-in may be tried for this account from this address; 0 takes the try. `null` is not counted. */
	admitSignIn(account: string | null, address: string | null, now: number): number {
		return this.#realm.admit(account, address, now);
	}

	openSession(session: NewSession, account: string, now: number): void {
		this.#realm.open(session, account, now);
	}

	async endSession(hash: string): Promise<void> {
		await this.#realm.end(hash);
	}

	/** Ends one session of a person by its id; false when there is none. */
	async endSessionById(personId: string, sessionId: string): Promise<boolean> {
		return this.#realm.endById(personId, sessionId);
	}

	sessionsOf(personId: string, now: number): OpenSession[] {
		return this.#realm.sessions(personId, now);
	}

	/**
	 * Registers a builder's socket that the model's room has accepted, so that it closes with the grant. False when the builder
	 * may no longer do `action` there: the door then closes it.
	 */
	async registerSocket(sessionId: string, modelId: string, action: Action, resource: Resource, now: number): Promise<boolean> {
		return this.#realm.register(sessionId, `model ${modelId}`, now, (member) =>
			may(
				{
					realm: "company",
					companyId: this.#companyId,
					personId: member.id,
					name: member.name,
					email: member.email,
					sessionId,
					grants: member.grants,
				},
				action,
				resource,
				now,
			),
		);
	}

	/**
	 * Carries out an act: its statements and its row of the trail in one D1 batch, one act at a time. When it changes authority
	 * the order is: mark, batch, clear, close sockets; and a batch that would leave the company without an administrator fails whole.
	 */
	async act(act: Act, now: number): Promise<ActResult> {
		return this.#inTurn(async () => {
			const affects = act.affects;
			const append = () => this.#trail.append(act.statements, act.entry, affects !== undefined, now);
			if (affects === undefined) return append();
			const before = await this.#membersOf(affects.groups);
			return this.#realm.change([...new Set([...affects.people, ...before])], affects.endSessions, now, append, (result) => result.ok);
		});
	}

	/** Records a refused act, unless this person had so many of late that the trail would drown in them. */
	async recordRefusal(entry: AuditEntry, now: number): Promise<void> {
		if (takeTry(this.ctx.storage.sql, `refusal:${entry.actorId}`, RECORDED_REFUSALS, now) > 0) return;
		await this.act({ statements: [], entry }, now);
	}

	/** Where the audit trail stands, to be compared with the rows in D1. */
	async trailHead(): Promise<TrailHead> {
		return this.#inTurn(() => this.#trail.head());
	}

	async #membersOf(groups: readonly string[]): Promise<string[]> {
		const people: string[] = [];
		for (const group of groups) {
			const rows = await this.env.DB.prepare("SELECT person_id FROM group_member WHERE company_id = ? AND group_id = ?")
				.bind(this.#companyId, group)
				.all<{ person_id: string }>();
			for (const row of rows.results) people.push(row.person_id);
		}
		return people;
	}

	/** Acts wait for one another: awaiting D1 opens the object to other events, and the trail has one head. */
	#inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
		const turn = this.#last.then(work);
		// The next turn comes whatever became of this one; who asked for this one hears of it.
		this.#last = turn.catch(() => undefined);
		return turn;
	}
}

async function loadMember(db: D1Database, companyId: CompanyId, personId: string): Promise<Member | undefined> {
	const [people, grants] = await db.batch<Record<string, unknown>>([
		db.prepare("SELECT id, name, email FROM person WHERE company_id = ? AND id = ? AND state = 'active'").bind(companyId, personId),
		db
			.prepare(
				"SELECT role, scope_id, until FROM role_grant WHERE company_id = ?1 AND (person_id = ?2 OR group_id IN (SELECT group_id FROM group_member WHERE company_id = ?1 AND person_id = ?2))",
			)
			.bind(companyId, personId),
	]);
	const person = people?.results[0] as { id: PersonId; name: string; email: string } | undefined;
	if (person === undefined) return undefined;
	const rows = (grants?.results ?? []) as { role: Role; scope_id: string; until: number | null }[];
	return {
		id: person.id,
		name: person.name,
		email: person.email,
		grants: rows.map((row) => ({ role: row.role, scope: row.scope_id, ...(row.until === null ? {} : { until: row.until }) })),
	};
}
