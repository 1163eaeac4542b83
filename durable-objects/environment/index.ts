import { DurableObject } from "cloudflare:workers";
import { migrate } from "../migrate.ts";
import type { ActResult } from "../company/index.ts";
import type { NewSession } from "../realm/realm.ts";
import { REALM_TABLES } from "../realm/schema.ts";
import { EndUserSessions, type EndUserAct, type EndUserMember } from "./sessions.ts";

/** What is live in one environment, and the sessions of its end users. */
export class Environment extends DurableObject<Env> {
	readonly #endUsers: EndUserSessions;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, [REALM_TABLES]);
		this.#endUsers = new EndUserSessions(ctx.storage, env, ctx.id.name ?? "");
	}

	/** The end user whose session has this hash, or `undefined`. Times are epoch milliseconds. */
	async principal(hash: string, now: number): Promise<(EndUserMember & { readonly sessionId: string }) | undefined> {
		const found = await this.#endUsers.realm.find(hash, now);
		return found === undefined ? undefined : { ...found.person, sessionId: found.sessionId };
	}

	/** Milliseconds until another sign-in may be tried for this account from this address; 0 takes the try. */
	admitSignIn(account: string, address: string, now: number): number {
		return this.#endUsers.realm.admit(account, address, now);
	}

	openSession(session: NewSession, account: string, now: number): void {
		this.#endUsers.realm.open(session, account, now);
	}

	async endSession(hash: string): Promise<void> {
		await this.#endUsers.realm.end(hash);
	}

	/** Changes end users: marked here, written with its row of the company's trail, then cleared and their sockets closed. */
	async changeEndUsers(act: EndUserAct, now: number): Promise<ActResult> {
		return this.#endUsers.act(act, now);
	}

	/** Registers an end user's socket that a Worklist shard has accepted; false when the session has ended: the door closes it. */
	async registerSocket(sessionId: string, shard: number, now: number): Promise<boolean> {
		return this.#endUsers.realm.register(sessionId, `worklist ${shard}`, now, () => true);
	}
}
