/**
 * `npm run deploy -- test|staging|production`: a deployment on a Cloudflare account from nothing, or the next version of one.
 * Every step looks first and makes only what is missing, so a run that stopped half-way is simply run again.
 * `--dry-run` prints every step and changes nothing.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { unstable_readConfig as readConfig } from "wrangler";
import { bootstrapStatement } from "./bootstrap-link.ts";
import { build, root } from "./build.ts";
import { makeSecrets } from "./runtime.ts";

const ENVIRONMENTS = ["test", "staging", "production"];
const configFile = path.join(root, "wrangler.toml");

interface Config {
	readonly name: string;
	readonly vars: { readonly ORIGIN: string };
	readonly d1_databases: readonly { readonly database_id: string; readonly database_name: string }[];
	readonly r2_buckets: readonly { readonly bucket_name: string }[];
	readonly queues: { readonly consumers: readonly { readonly queue: string }[] };
	readonly secrets?: { readonly required?: readonly string[] };
}

/** One step: what it is for, the command that does it as a person could type it, and the doing. */
interface Step {
	readonly title: string;
	readonly shows: string;
	run(): Promise<string>;
}

interface Answer {
	readonly code: number;
	readonly output: string;
}

function wrangler(args: readonly string[]): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const child = spawn("wrangler", args, {
			cwd: root,
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" },
		});
		let output = "";
		child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
		child.on("error", reject);
		child.on("close", (code) => resolve({ code: code ?? 1, output }));
	});
}

async function must(args: readonly string[]): Promise<string> {
	const { code, output } = await wrangler(args);
	if (code !== 0) throw new Error(`wrangler ${args.join(" ")} ended with ${code}\n${output}`);
	return output;
}

/** A make that may find the thing there already. */
function ensure(title: string, look: readonly string[], make: readonly string[]): Step {
	return {
		title,
		shows: `wrangler ${make.join(" ")}`,
		run: async () => {
			if ((await wrangler(look)).code === 0) return "is there";
			await must(make);
			return "made";
		},
	};
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** The database is known by an id that Cloudflare gives it; the id is written into wrangler.toml, to be committed. */
function database(name: string, placeholder: string): Step {
	return {
		title: "Database (D1)",
		shows: `wrangler d1 create ${name}   # its id goes into wrangler.toml`,
		run: async () => {
			const found = await wrangler(["d1", "info", name, "--json"]);
			const id = ID.exec(found.code === 0 ? found.output : await must(["d1", "create", name]))?.[0];
			if (id === undefined) throw new Error(`wrangler named no id for the database ${name}`);
			if (id === placeholder) return "is there";
			const text = await readFile(configFile, "utf8");
			await writeFile(configFile, text.replace(placeholder, id));
			return `${found.code === 0 ? "found" : "made"}, ${id} written to wrangler.toml: commit it`;
		},
	};
}

/** Uploads code and screens; keys that the deployment lacks are made here, sent with the upload and kept nowhere else. */
function upload(env: string, required: readonly string[]): Step {
	return {
		title: "Upload, with the secrets it lacks",
		shows: `wrangler deploy --env ${env} --secrets-file <${required.join(", ")}: made once, sent, deleted>`,
		run: async () => {
			const listed = await wrangler(["secret", "list", "--env", env]);
			const known = listed.code === 0 ? listed.output : "";
			const made = Object.entries(makeSecrets()).filter(([name]) => required.includes(name) && !known.includes(`"${name}"`));
			const folder = await mkdtemp(path.join(tmpdir(), "portico-deploy-"));
			try {
				const file = path.join(folder, "secrets.json");
				await writeFile(file, JSON.stringify(Object.fromEntries(made)), { mode: 0o600 });
				await must(["deploy", "--env", env, ...(made.length === 0 ? [] : ["--secrets-file", file])]);
			} finally {
				await rm(folder, { recursive: true, force: true });
			}
			return made.length === 0 ? "uploaded" : `uploaded with new ${made.map(([name]) => name).join(", ")}`;
		},
	};
}

/** Only a deployment without a company gets a link; afterwards its administrators invite. */
function bootstrapLink(env: string, name: string, origin: string): Step {
	return {
		title: "Bootstrap link for the first company administrator",
		shows: `wrangler d1 execute ${name} --env ${env} --remote --command "INSERT INTO bootstrap_link …"`,
		run: async () => {
			const companies = await must([
				"d1",
				"execute",
				name,
				"--env",
				env,
				"--remote",
				"--json",
				"--command",
				"SELECT count(*) AS companies FROM company",
			]);
			if (!/"companies":\s*0\b/.test(companies)) return "not needed: the deployment has a company";
			const token = randomBytes(32).toString("base64url");
			await must(["d1", "execute", name, "--env", env, "--remote", "--command", bootstrapStatement(token, Date.now())]);
			return `open this once: ${origin}/bootstrap#${token}`;
		},
	};
}

function plan(env: string): Step[] {
	const config = readConfig({ config: configFile, env }) as Config;
	const d1 = config.d1_databases[0];
	if (d1 === undefined) throw new Error(`[env.${env}] has no database`);
	return [
		{
			title: "Account",
			shows: "wrangler whoami",
			run: async () =>
				(await must(["whoami"])).includes("not authenticated")
					? Promise.reject(new Error("Sign in first: npx wrangler login"))
					: "signed in",
		},
		database(d1.database_name, d1.database_id),
		...config.r2_buckets.map(({ bucket_name: bucket }) =>
			ensure("Bucket (R2)", ["r2", "bucket", "info", bucket], ["r2", "bucket", "create", bucket]),
		),
		...config.queues.consumers.map(({ queue }) => ensure("Queue", ["queues", "info", queue], ["queues", "create", queue])),
		{ title: "Build", shows: `npm run build -- ${env}`, run: async () => build(env).then(() => "built") },
		{
			title: "Migrations (D1)",
			shows: `wrangler d1 migrations apply ${d1.database_name} --env ${env} --remote`,
			run: async () => must(["d1", "migrations", "apply", d1.database_name, "--env", env, "--remote"]).then(() => "applied"),
		},
		upload(env, config.secrets?.required ?? []),
		bootstrapLink(env, d1.database_name, config.vars.ORIGIN),
	];
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { "dry-run": { type: "boolean", default: false } } });
const [env = ""] = positionals;
if (!ENVIRONMENTS.includes(env)) {
	process.stderr.write(`Say which deployment: npm run deploy -- ${ENVIRONMENTS.join("|")}${env === "" ? "" : ` (there is no "${env}")`}\n`);
	process.exit(2);
}

const steps = plan(env);
for (const [index, step] of steps.entries()) {
	process.stdout.write(`${index + 1}/${steps.length} ${step.title}\n      ${step.shows}\n`);
	if (values["dry-run"]) continue;
	try {
		process.stdout.write(`      ${await step.run()}\n`);
	} catch (error) {
		process.stderr.write(
			`${error instanceof Error ? error.message : String(error)}\nNothing after this step was done. Run the same command again when it is mended.\n`,
		);
		process.exit(1);
	}
}
if (values["dry-run"]) process.stdout.write("Nothing was changed.\n");
