import type { CompanyId, EnvironmentId, PersonId } from "../../domain/ids.ts";
import { objects } from "../../workers/tenancy/objects.ts";
import type { ActResult } from "../company/index.ts";
import type { AuditEntry, Statement } from "../company/trail.ts";
import { Realm } from "../realm/realm.ts";
import type { SocketHolder } from "../sockets.ts";

/** An end user of an environment with the names of the roles and groups that performers use. */
export interface EndUserMember {
	readonly id: PersonId;
	readonly name: string;
	readonly email: string;
	readonly roles: string[];
	readonly groups: string[];
}

/** The roles and groups with which a socket was opened. */
export type HeldNames = Readonly<Record<"roles" | "groups", readonly string[]>>;

/** Whether a person has exactly these roles and groups. */
export function sameNames(person: HeldNames, held: HeldNames): boolean {
	const text = (names: readonly string[]) => JSON.stringify(names.toSorted());
	return text(person.roles) === text(held.roles) && text(person.groups) === text(held.groups);
}

/** A change of an environment's end users, to be carried out with its row of the company's trail. */
export interface EndUserAct {
	readonly statements: readonly Statement[];
	readonly entry: AuditEntry;
	readonly people: readonly string[];
	readonly endSessions: boolean;
}

/** The sessions of an environment's end users, as the `Environment` object holds them. */
export class EndUserSessions {
	readonly realm: Realm<EndUserMember>;
	readonly #env: Env;
	readonly #companyId: CompanyId;

	constructor(storage: DurableObjectStorage, env: Env, name: string) {
		const [company, environment] = name.split("/");
		const scope = { companyId: company as CompanyId, environmentId: environment as EnvironmentId };
		this.#env = env;
		this.#companyId = scope.companyId;
		this.realm = new Realm<EndUserMember>(storage, {
			load: (personId) => loadEndUser(env.DB, scope.companyId, scope.environmentId, personId),
			closeSockets: async (holder, personId) => {
				const [kind, shard] = holder.split(" ");
				if (kind !== "worklist") throw new Error(`no object of kind ${kind} holds end users' sockets`);
				const stub: unknown = objects.worklist(env, scope, Number(shard));
				await (stub as SocketHolder).closeSockets(personId);
			},
		});
	}

	/** Marks, writes through the company (whose trail it is), clears and closes sockets. */
	act(act: EndUserAct, now: number): Promise<ActResult> {
		const company = objects.company(this.#env, this.#companyId);
		return this.realm.change(
			act.people,
			act.endSessions,
			now,
			async (): Promise<ActResult> => company.act({ statements: act.statements, entry: act.entry }, now),
			(result) => result.ok,
		);
	}
}

async function loadEndUser(
	db: D1Database,
	companyId: CompanyId,
	environmentId: EnvironmentId,
	personId: string,
): Promise<EndUserMember | undefined> {
	const [people, memberships] = await db.batch<Record<string, unknown>>([
		db
			.prepare("SELECT id, name, email FROM end_user WHERE company_id = ? AND environment_id = ? AND id = ? AND state = 'active'")
			.bind(companyId, environmentId, personId),
		db
			.prepare("SELECT kind, name FROM end_user_membership WHERE company_id = ? AND environment_id = ? AND end_user_id = ?")
			.bind(companyId, environmentId, personId),
	]);
	const person = people?.results[0] as { id: PersonId; name: string; email: string } | undefined;
	if (person === undefined) return undefined;
	const rows = (memberships?.results ?? []) as { kind: "role" | "group"; name: string }[];
	return {
		...person,
		roles: rows.filter((row) => row.kind === "role").map((row) => row.name),
		groups: rows.filter((row) => row.kind === "group").map((row) => row.name),
	};
}
