import { bpmnModdle } from "../../domain/bpmn/moddle.ts";
import type { Records } from "../../domain/bpmn/records/record.ts";
import { fromRecords } from "../../domain/bpmn/records/write.ts";
import { renderSvg } from "../../domain/bpmn/render-svg.ts";
import type { CompanyId } from "../../domain/ids.ts";
import { sha256Hex } from "../../workers/tenancy/content-hash.ts";
import { keys } from "../../workers/tenancy/objects.ts";
import type { Migration } from "../migrate.ts";

export const SUMMARY_TABLE: Migration = {
	name: "last change that the list has not been told of",
	sql: "CREATE TABLE last_change (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL, person_id TEXT NOT NULL, name TEXT NOT NULL) STRICT;",
};

/** The list may be this much behind; a picture for every keystroke would cost more than the drawing. */
const SETTLE_MS = 3_000;

/**
 * What the list of models shows of this one: a picture and the last change. Written by an alarm some seconds after a change,
 * from the rows alone, so that it happens even when everyone has left; a room in which nothing changes has no alarm.
 */
export class Summary {
	readonly #ctx: DurableObjectState;
	readonly #env: Env;

	constructor(ctx: DurableObjectState, env: Env) {
		this.#ctx = ctx;
		this.#env = env;
	}

	async changed(by: { readonly personId: string; readonly name: string }, now: number): Promise<void> {
		this.#ctx.storage.sql.exec(
			"INSERT OR REPLACE INTO last_change (id, at, person_id, name) VALUES (1, ?, ?, ?)",
			now,
			by.personId,
			by.name,
		);
		if ((await this.#ctx.storage.getAlarm()) === null) await this.#ctx.storage.setAlarm(now + SETTLE_MS);
	}

	/** Repeatable: the alarm may come twice, and tries again when D1 or R2 fail. */
	async write(records: Records): Promise<void> {
		const [companyId, , modelId] = (this.#ctx.id.name ?? "").split("/");
		const change = this.#ctx.storage.sql
			.exec<{ at: number; person_id: string; name: string }>("SELECT at, person_id, name FROM last_change")
			.toArray()[0];
		if (companyId === undefined || modelId === undefined || change === undefined) return;
		const written = fromRecords(records, bpmnModdle());
		const svg = written === undefined ? "" : renderSvg(written.definitions, { mode: "thumbnail" });
		const hash = await sha256Hex(new TextEncoder().encode(svg));
		await this.#env.FILES.put(keys.content(companyId as CompanyId, "svg", hash), svg, { httpMetadata: { contentType: "image/svg+xml" } });
		await this.#env.DB.prepare(
			`INSERT INTO model_summary (company_id, model_id, changed_at, changed_by, changed_by_name, elements, picture)
			SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM workspace WHERE company_id = ?1 AND id = ?2)
			ON CONFLICT (company_id, model_id) DO UPDATE SET changed_at = excluded.changed_at, changed_by = excluded.changed_by,
				changed_by_name = excluded.changed_by_name, elements = excluded.elements, picture = excluded.picture`,
		)
			.bind(companyId, modelId, change.at, change.person_id, change.name, records.size, hash)
			.run();
	}
}
