import { forgetTries, takeTry, type Bucket } from "./throttle.ts";

/** Tries to sign in to one account, and from one address; a good sign-in fills the account's bucket again. */
const ACCOUNT_TRIES: Bucket = { burst: 10, refillMs: 20_000 };
const ADDRESS_TRIES: Bucket = { burst: 100, refillMs: 2_000 };
/** A session ends after this long without a request, and in any case after its lifetime. */
const IDLE_MS = 12 * 3_600_000;
const LIFETIME_MS = 14 * 24 * 3_600_000;
/** `seen_at` is written at most this often: every write costs a row. */
const SEEN_STEP_MS = 5 * 60_000;
/** Sockets that could not be closed (their object was busy or moving) are tried again after this long. */
const CLOSE_AGAIN_MS = 5_000;
/** A change that never reported its end can not still be on its way to D1 after this long. */
const CHANGE_SETTLES_MS = 60_000;

export interface NewSession {
	/** SHA-256 of the secret in the cookie, in hexadecimal: the secret itself is kept nowhere. */
	readonly hash: string;
	readonly id: string;
	readonly personId: string;
	/** The browser, as it names itself, for the list of a person's sessions. */
	readonly agent: string;
}

export interface OpenSession {
	readonly id: string;
	readonly agent: string;
	readonly openedAt: number;
	readonly seenAt: number;
}

export interface RealmOptions<Person> {
	/** Reads from D1 who a person is and what the person holds; `undefined` when there is none or it is not active. */
	readonly load: (personId: string) => Promise<Person | undefined>;
	/** Closes every socket of a person in one object that holds some (`model/<id>`, `worklist/<shard>`). */
	readonly closeSockets: (holder: string, personId: string) => Promise<void>;
}

/**
 * The people of one realm as an object holds them: their sessions, and who they are, cached. Authority lives in D1; every
 * change of it goes through `change`, which marks first and clears after. While any mark stands, nothing is answered from the
 * cache, so a revoked grant is gone with the next request whatever fails in between.
 */
export class Realm<Person> {
	readonly #storage: DurableObjectStorage;
	readonly #sql: SqlStorage;
	readonly #options: RealmOptions<Person>;
	/** Counts changes since this object woke: a read that began before one must not be cached after it. */
	#epoch = 0;

	constructor(storage: DurableObjectStorage, options: RealmOptions<Person>) {
		this.#storage = storage;
		this.#sql = storage.sql;
		this.#options = options;
	}

	/** Whether a sign-in may be tried now: 0, or the milliseconds to wait. Account and address are counted apart; `null` is not counted. */
	admit(account: string | null, address: string | null, now: number): number {
		const wait = address === null ? 0 : takeTry(this.#sql, `address:${address}`, ADDRESS_TRIES, now);
		return wait > 0 || account === null ? wait : takeTry(this.#sql, `account:${account}`, ACCOUNT_TRIES, now);
	}

	/** Opens a session after a sign-in that held. */
	open(session: NewSession, account: string, now: number): void {
		forgetTries(this.#sql, `account:${account}`);
		this.#sql.exec("DELETE FROM realm_session WHERE opened_at < ? OR seen_at < ?", now - LIFETIME_MS, now - IDLE_MS);
		this.#sql.exec(
			"INSERT INTO realm_session (hash, id, person_id, agent, opened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
			session.hash,
			session.id,
			session.personId,
			session.agent.slice(0, 200),
			now,
			now,
		);
	}

	/** Who holds the session with this hash, and the session's id. */
	async find(hash: string, now: number): Promise<{ readonly sessionId: string; readonly person: Person } | undefined> {
		const row = this.#sql
			.exec<{ id: string; person_id: string; opened_at: number; seen_at: number }>(
				"SELECT id, person_id, opened_at, seen_at FROM realm_session WHERE hash = ?",
				hash,
			)
			.toArray()[0];
		if (row === undefined) return undefined;
		if (row.opened_at < now - LIFETIME_MS || row.seen_at < now - IDLE_MS) {
			this.#sql.exec("DELETE FROM realm_session WHERE hash = ?", hash);
			return undefined;
		}
		if (row.seen_at < now - SEEN_STEP_MS) this.#sql.exec("UPDATE realm_session SET seen_at = ? WHERE hash = ?", now, hash);
		const person = await this.person(row.person_id, now);
		return person === undefined ? undefined : { sessionId: row.id, person };
	}

	/** Who a person is and what the person holds, from the cache unless a change is under way. */
	async person(personId: string, now: number): Promise<Person | undefined> {
		const dirty = await this.#dirty(now);
		if (!dirty) {
			const cached = this.#sql.exec<{ body: string }>("SELECT body FROM realm_principal WHERE person_id = ?", personId).toArray()[0];
			if (cached !== undefined) return JSON.parse(cached.body) as Person;
		}
		const epoch = this.#epoch;
		const person = await this.#options.load(personId);
		if (person !== undefined && epoch === this.#epoch && !(await this.#dirty(now)))
			this.#sql.exec("INSERT OR REPLACE INTO realm_principal (person_id, body) VALUES (?, ?)", personId, JSON.stringify(person));
		return person;
	}

	/** Ends one session, by the hash of its secret, and closes its person's sockets (other sessions open theirs again). */
	async end(hash: string): Promise<void> {
		const row = this.#sql.exec<{ person_id: string }>("SELECT person_id FROM realm_session WHERE hash = ?", hash).toArray()[0];
		if (row === undefined) return;
		this.#sql.exec("DELETE FROM realm_session WHERE hash = ?", hash);
		await this.#closeSockets([row.person_id]);
	}

	/** Ends one session of a person by its id; false when the person has none of that id. */
	async endById(personId: string, sessionId: string): Promise<boolean> {
		const ended = this.#sql.exec("DELETE FROM realm_session WHERE person_id = ? AND id = ? RETURNING id", personId, sessionId).toArray();
		if (ended.length > 0) await this.#closeSockets([personId]);
		return ended.length > 0;
	}

	/** The open sessions of a person, newest first. */
	sessions(personId: string, now: number): OpenSession[] {
		return this.#sql
			.exec<{ id: string; agent: string; opened_at: number; seen_at: number }>(
				"SELECT id, agent, opened_at, seen_at FROM realm_session WHERE person_id = ? AND opened_at >= ? AND seen_at >= ? ORDER BY opened_at DESC LIMIT 100",
				personId,
				now - LIFETIME_MS,
				now - IDLE_MS,
			)
			.toArray()
			.map((row) => ({ id: row.id, agent: row.agent, openedAt: row.opened_at, seenAt: row.seen_at }));
	}

	/**
	 * Runs a change of authority: marks it, writes, clears, closes the sockets of `people`. When `write` throws, the mark stays
	 * until the write can no longer be on its way, and until then every answer is read from D1.
	 * `endSessions` signs the people out as well.
	 */
	async change<Answer>(
		people: readonly string[],
		endSessions: boolean,
		now: number,
		write: () => Promise<Answer>,
		held: (answer: Answer) => boolean,
	): Promise<Answer> {
		const mark = this.#storage.transactionSync(() => {
			this.#sql.exec("DELETE FROM realm_principal");
			return this.#sql
				.exec<{ id: number }>(
					"INSERT INTO realm_change (started_at, people) VALUES (?, ?) RETURNING id",
					now,
					JSON.stringify({ people, endSessions }),
				)
				.one().id;
		});
		this.#epoch++;
		const answer = await write();
		this.#epoch++;
		this.#storage.transactionSync(() => {
			this.#sql.exec("DELETE FROM realm_principal");
			this.#sql.exec("DELETE FROM realm_change WHERE id = ?", mark);
			if (endSessions && held(answer)) this.#endSessions(people);
		});
		if (held(answer)) await this.#closeSockets(people);
		return answer;
	}

	/**
	 * Registers a socket that an object has just accepted for a person. False when the session has ended or `still` no longer
	 * holds: the caller then closes it. Because changes run in this object too, a change is either seen here or finds the socket.
	 */
	async register(sessionId: string, holder: string, now: number, still: (person: Person) => boolean): Promise<boolean> {
		const row = this.#sql.exec<{ person_id: string }>("SELECT person_id FROM realm_session WHERE id = ?", sessionId).toArray()[0];
		if (row === undefined) return false;
		// First the row, then the question: a change that starts between the two finds the row.
		this.#sql.exec("INSERT OR IGNORE INTO realm_socket (person_id, holder) VALUES (?, ?)", row.person_id, holder);
		const person = await this.person(row.person_id, now);
		const alive = this.#sql.exec("SELECT 1 FROM realm_session WHERE id = ?", sessionId).toArray().length > 0;
		return alive && person !== undefined && still(person);
	}

	async #dirty(now: number): Promise<boolean> {
		const marks = this.#sql
			.exec<{ id: number; started_at: number; people: string }>("SELECT id, started_at, people FROM realm_change")
			.toArray();
		let dirty = false;
		for (const mark of marks) {
			if (mark.started_at > now - CHANGE_SETTLES_MS) {
				dirty = true;
				continue;
			}
			// It was cut off: whether it held is in D1 now. What it would have closed is closed, which costs a reconnect at most.
			const { people, endSessions } = JSON.parse(mark.people) as { people: string[]; endSessions: boolean };
			this.#sql.exec("DELETE FROM realm_change WHERE id = ?", mark.id);
			if (endSessions) this.#endSessions(people);
			await this.#closeSockets(people);
		}
		return dirty;
	}

	#endSessions(people: readonly string[]): void {
		for (const personId of people) this.#sql.exec("DELETE FROM realm_session WHERE person_id = ?", personId);
	}

	async #closeSockets(people: readonly string[]): Promise<void> {
		const open: { personId: string; holder: string }[] = [];
		for (const personId of people) {
			for (const row of this.#sql.exec<{ holder: string }>("SELECT holder FROM realm_socket WHERE person_id = ?", personId))
				open.push({ personId, holder: row.holder });
		}
		const failed = new Set<string>();
		await Promise.all(
			open.map(async ({ personId, holder }) => {
				try {
					await this.#options.closeSockets(holder, personId);
					this.#sql.exec("DELETE FROM realm_socket WHERE person_id = ? AND holder = ?", personId, holder);
				} catch (error) {
					failed.add(personId);
					console.error(JSON.stringify({ at: "realm.close-sockets", holder, error: String(error) }));
				}
			}),
		);
		if (failed.size === 0) return;
		// As a change that is nearly settled: the next request after a moment finds it due, and closes what is still open.
		this.#sql.exec(
			"INSERT INTO realm_change (started_at, people) VALUES (?, ?)",
			Date.now() - CHANGE_SETTLES_MS + CLOSE_AGAIN_MS,
			JSON.stringify({ people: [...failed], endSessions: false }),
		);
	}
}
