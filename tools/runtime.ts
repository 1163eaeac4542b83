/**
 * The deployable bundle on workerd through Miniflare's API, with its state on disk: the same code, SQLite, R2, queues, alarms
 * and mail handler as deployed. Used by `npm start`, the tests of the bundle, the browser tests and the benches.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf, unstable_splitSqlQuery as splitSqlQuery } from "wrangler";
import { root } from "./build.ts";

export interface RuntimeOptions {
	/** 0 takes a free port. */
	readonly port: number;
	/** The folder that keeps everything: databases, buckets, queues, keys. */
	readonly state: string;
	/** Variables over those of wrangler.toml. */
	readonly vars?: Readonly<Record<string, string>>;
	readonly onLog?: (line: string) => void;
}

export interface Runtime {
	readonly url: string;
	readonly miniflare: Miniflare;
	readonly database: D1Database;
	close(): Promise<void>;
}

interface Secrets {
	readonly SIGNING_KEY: string;
	readonly MASTER_KEY: string;
}

/** The deployment's keys: made once, kept beside the state, as `wrangler secret` keeps them for a real deployment. */
async function secrets(state: string): Promise<Secrets> {
	const file = path.join(state, "secrets.json");
	if (existsSync(file)) return JSON.parse(await readFile(file, "utf8")) as Secrets;
	const made = makeSecrets();
	await mkdir(state, { recursive: true });
	await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
	await rename(`${file}.new`, file);
	return made;
}

/** New keys for a deployment: an Ed25519 key as JWK for packages, 256 random bits for everything that is sealed. */
export function makeSecrets(): Secrets {
	const { privateKey } = generateKeyPairSync("ed25519");
	const jwk = createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" })).export({ format: "jwk" });
	return { SIGNING_KEY: JSON.stringify(jwk), MASTER_KEY: randomBytes(32).toString("base64url") };
}

/** Starts workerd on 127.0.0.1 and answers once it takes requests. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
	const state = path.resolve(root, options.state);
	const kept = await secrets(state);
	// wrangler warns of secrets that it looks for in the environment of this process.
	Object.assign(process.env, kept, { WRANGLER_LOG: "error" });
	const { workerOptions } = workerOptionsOf(path.join(root, "wrangler.toml"), undefined);
	const scriptPath = path.join(root, "dist", "worker", "index.js");
	const converted = convertV4MiniflareOptions({
		host: "127.0.0.1",
		port: options.port,
		cf: false,
		log: new Log(LogLevel.ERROR),
		workers: [
			{
				...workerOptions,
				name: "portico",
				rootPath: root,
				modules: [{ type: "ESModule", path: scriptPath, contents: readFileSync(scriptPath, "utf8") }],
				bindings: { ...(workerOptions.bindings as object), ...kept, ...options.vars },
			},
		],
	});
	const miniflare = new Miniflare({
		...converted,
		resourcePersistencePath: path.join(state, "resources"),
		unsafeTriggerHandlers: true,
		unsafeObservability: false,
		telemetry: { enabled: false },
		handleStructuredLogs: ({ level, message }) => {
			if (options.onLog !== undefined) options.onLog(`${level}: ${message}`);
			else if (level === "error" || level === "warn") process.stderr.write(`${message}\n`);
		},
	});
	const url = await miniflare.ready;
	const database = (await miniflare.getD1Database("DB")) as D1Database;
	return { url: url.origin, miniflare, database, close: () => miniflare.dispose() };
}

/** Applies the migrations that this state has not seen, in order, each once; answers how many. */
export async function applyMigrations(database: Runtime["database"]): Promise<number> {
	await database.exec(
		"CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)",
	);
	const done = new Set((await database.prepare("SELECT name FROM d1_migrations").all<{ name: string }>()).results.map((row) => row.name));
	const folder = path.join(root, "migrations");
	const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
	let applied = 0;
	for (const name of names) {
		if (done.has(name)) continue;
		const statements = splitSqlQuery(await readFile(path.join(folder, name), "utf8"));
		await database.batch([
			...statements.map((sql) => database.prepare(sql)),
			database.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
		]);
		applied++;
	}
	return applied;
}
