/**
 * The two floors of complete-task, as a Worker of its own: what the platform takes for the least (one RPC, one INSERT), and for
 * the same hops and the same writes with no logic between them. Types are stripped and the rest runs as it is.
 */
import { DurableObject } from "cloudflare:workers";

interface Floor {
	BARE: DurableObjectNamespace<Bare>;
	SESSION: DurableObjectNamespace<Session>;
	STEP: DurableObjectNamespace<Step>;
	LIST: DurableObjectNamespace<List>;
}

export class Bare extends DurableObject<Floor> {
	constructor(ctx: DurableObjectState, env: Floor) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
	}

	insert(body: string): number {
		return this.ctx.storage.sql.exec<{ id: number }>("INSERT INTO row (body) VALUES (?) RETURNING id", body).one().id;
	}
}

/** Stands for the Environment that knows a session. */
export class Session extends DurableObject<Floor> {
	constructor(ctx: DurableObjectState, env: Floor) {
		super(ctx, env);
		ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID");
		ctx.storage.sql.exec(
			"INSERT OR IGNORE INTO session VALUES ('h', ?)",
			JSON.stringify({ id: "p", name: "Ann", roles: ["a"], groups: [] }),
		);
	}

	find(hash: string): { id: string; name: string; roles: string[] } {
		const row = this.ctx.storage.sql.exec<{ person: string }>("SELECT person FROM session WHERE hash = ?", hash).one();
		return JSON.parse(row.person) as { id: string; name: string; roles: string[] };
	}
}

const STATE = JSON.stringify({
	tokens: Array.from({ length: 3 }, (_each, id) => ({ id, at: "Activity_0a1b2c3", in: 1, via: "Flow_0a1b2c3" })),
	pad: "x".repeat(300),
});
const ENTRIES = JSON.stringify(
	Array.from({ length: 7 }, (_each, id) => ({ at: 1_790_000_000_000, kind: "element-passed", elementId: `Activity_${id}`, via: "Flow" })),
);

/** Stands for the Case: the same rows written in one transaction, the projection sent after the answer, one row to confirm it. */
export class Step extends DurableObject<Floor> {
	constructor(ctx: DurableObjectState, env: Floor) {
		super(ctx, env);
		const { sql } = ctx.storage;
		sql.exec("CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY, step INTEGER NOT NULL, state TEXT NOT NULL)");
		sql.exec("INSERT OR IGNORE INTO position VALUES (1, 0, '')");
		sql.exec("CREATE TABLE IF NOT EXISTS journal (step INTEGER PRIMARY KEY, at INTEGER, actor TEXT, entries TEXT)");
		sql.exec(
			"CREATE TABLE IF NOT EXISTS task (task INTEGER PRIMARY KEY, name TEXT, title TEXT, candidates TEXT, assignee TEXT, state TEXT, closed_at INTEGER)",
		);
		sql.exec("CREATE INDEX IF NOT EXISTS task_open ON task (task) WHERE state = 'open'");
		sql.exec("CREATE TABLE IF NOT EXISTS variable (name TEXT PRIMARY KEY, json TEXT) WITHOUT ROWID");
		sql.exec("CREATE TABLE IF NOT EXISTS lane (lane TEXT PRIMARY KEY, last INTEGER, confirmed INTEGER) WITHOUT ROWID");
		sql.exec("INSERT OR IGNORE INTO lane VALUES ('list', 0, 0)");
	}

	complete(person: string, body: string): { sequence: number; tasks: { task: number }[] } {
		const { sql } = this.ctx.storage;
		const step = this.ctx.storage.transactionSync(() => {
			const next = sql.exec<{ step: number }>("SELECT step FROM position").one().step + 1;
			sql.exec("UPDATE task SET state = 'completed', assignee = ?, closed_at = ? WHERE task = ?", person, Date.now(), next - 1);
			sql.exec("INSERT INTO task VALUES (?, 'Look', 'Look', '{\"people\":[],\"groups\":[],\"roles\":[]}', ?, 'open', NULL)", next, person);
			sql.exec("INSERT OR REPLACE INTO variable VALUES ('count', ?)", body);
			sql.exec("UPDATE position SET step = ?, state = ?", next, STATE);
			sql.exec("INSERT INTO journal VALUES (?, ?, ?, ?)", next, Date.now(), person, ENTRIES);
			sql.exec("UPDATE lane SET last = ?", next);
			return next;
		});
		this.ctx.waitUntil(this.#tell(step));
		return { sequence: step, tasks: [{ task: step }] };
	}

	async #tell(step: number): Promise<void> {
		await this.env.LIST.getByName("list").receive(this.ctx.id.toString(), step, "Look", "words of the case");
		this.ctx.storage.sql.exec("UPDATE lane SET confirmed = ?", step);
	}
}

/** Stands for the Worklist. */
export class List extends DurableObject<Floor> {
	constructor(ctx: DurableObjectState, env: Floor) {
		super(ctx, env);
		const { sql } = ctx.storage;
		sql.exec(
			"CREATE TABLE IF NOT EXISTS case_row (id INTEGER PRIMARY KEY, case_id TEXT UNIQUE, sequence INTEGER, title TEXT, state TEXT, started_at INTEGER)",
		);
		sql.exec("CREATE INDEX IF NOT EXISTS by_start ON case_row (started_at, case_id)");
		sql.exec(
			"CREATE TABLE IF NOT EXISTS task_row (case_id TEXT, task INTEGER, title TEXT, assignee TEXT, PRIMARY KEY (case_id, task)) WITHOUT ROWID",
		);
		sql.exec("CREATE INDEX IF NOT EXISTS by_assignee ON task_row (assignee)");
		sql.exec("CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (title, words, content = '', contentless_delete = 1)");
	}

	receive(caseId: string, sequence: number, title: string, words: string): number {
		const { sql } = this.ctx.storage;
		this.ctx.storage.transactionSync(() => {
			const { id } = sql
				.exec<{ id: number }>(
					"INSERT INTO case_row (case_id, sequence, title, state, started_at) VALUES (?, ?, ?, 'running', 1) ON CONFLICT (case_id) DO UPDATE SET sequence = excluded.sequence RETURNING id",
					caseId,
					sequence,
					title,
				)
				.one();
			sql.exec("INSERT OR REPLACE INTO task_row VALUES (?, ?, ?, 'p')", caseId, sequence, title);
			sql.exec("DELETE FROM task_row WHERE case_id = ? AND task = ?", caseId, sequence - 1);
			sql.exec("INSERT OR REPLACE INTO search (rowid, title, words) VALUES (?, ?, ?)", id, title, words);
		});
		return sequence;
	}
}

export default {
	async fetch(request: Request, env: Floor): Promise<Response> {
		const [, , kind, name = ""] = new URL(request.url).pathname.split("/");
		const body = await request.text();
		if (kind === "bare") return Response.json({ id: await env.BARE.getByName(name).insert(body) });
		const person = await env.SESSION.getByName("session").find("h");
		return Response.json(await env.STEP.getByName(name).complete(person.id, body));
	},
};
