/** One step of an object's schema. Steps are append-only: a step that has run anywhere is never edited. */
export interface Migration {
	readonly name: string;
	readonly sql: string;
}

/**
 * Brings an object's database to the newest level, on first touch, from any older one. `PRAGMA user_version` is refused in
 * Durable Objects, so the level lives in a table; a changed history is refused, for it means that two levels share a number.
 */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
	const sql = storage.sql;
	storage.transactionSync(() => {
		sql.exec("CREATE TABLE IF NOT EXISTS schema_level (level INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
		const done = sql.exec<{ level: number; name: string }>("SELECT level, name FROM schema_level ORDER BY level").toArray();
		for (const row of done) {
			const known = migrations[row.level];
			// A newer Worker may have written levels that this one does not know: it reads them as it can (one version both ways).
			if (known !== undefined && known.name !== row.name)
				throw new Error(`schema level ${row.level} is "${row.name}" in storage and "${known.name}" in code`);
		}
		for (let level = done.length; level < migrations.length; level++) {
			const step = migrations[level];
			if (step === undefined) continue;
			sql.exec(step.sql);
			sql.exec("INSERT INTO schema_level (level, name) VALUES (?, ?)", level, step.name);
		}
	});
}
