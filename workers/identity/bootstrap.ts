import { sql, eq, and, gt, isNull } from "drizzle-orm";
import { sqliteTable, text, integer } from "drizzle-orm/sqlite-core";
import { REGIONS, type PersonId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import { act, SYSTEM } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newCompanyId, newId } from "../tenancy/new-id.ts";
import { company, person, roleGrant, subscription, type Service } from "../tenancy/schema/tenancy.ts";
import { hashPassword } from "./password.ts";
import { hashOf } from "./secrets.ts";
import { openCompanySession } from "./sign-in-company.ts";

const bootstrapLink = sqliteTable("bootstrap_link", {
	tokenHash: text("token_hash").notNull(),
	createdAt: integer("created_at").notNull(),
	usedAt: integer("used_at"),
});

/** Long enough for whoever deploys to hand the link over. */
const LINK_LIVES_MS = 7 * 24 * 3_600_000;

const SUBSCRIPTIONS: readonly { readonly service: Service; readonly name: string }[] = [
	{ service: "modeler", name: "Modeler" },
	{ service: "studio", name: "Studio" },
	{ service: "automation", name: "Automation" },
];

export interface Bootstrap {
	readonly token: string;
	readonly company: { readonly name: string; readonly slug: string; readonly region: string };
	readonly administrator: { readonly name: string; readonly email: string; readonly password: string };
}

/**
 * Makes a company with its three subscriptions and its first administrator from a one-time link, and signs the administrator in.
 * The company is only inserted while the link is good, and everything else of the batch refers to it: two uses at once make one.
 * @throws HttpProblem 403 `bootstrap.link_refused`, 409 `company.slug_taken`
 */
export async function bootstrap(env: Env, request: Request, given: Bootstrap, now: number): Promise<Response> {
	const db = database(env);
	const tokenHash = await hashOf(given.token);
	const good = and(eq(bootstrapLink.tokenHash, tokenHash), isNull(bootstrapLink.usedAt), gt(bootstrapLink.createdAt, now - LINK_LIVES_MS));
	if ((await db.select().from(bootstrapLink).where(good).get()) === undefined) throw linkRefused();
	const taken = new HttpProblem(409, "company.slug_taken", "Another company here has this short name. Choose another.", {
		field: "company.slug",
	});
	if ((await db.select({ id: company.id }).from(company).where(eq(company.slug, given.company.slug)).get()) !== undefined) throw taken;
	const companyId = newCompanyId(REGIONS.find((region) => region === given.company.region));
	const personId: PersonId = newId("person");
	const password = await hashPassword(given.administrator.password);
	await act(
		env,
		companyId,
		[
			db.insert(company).select(
				db
					.select({
						id: sql<string>`${companyId}`.as("id"),
						slug: sql<string>`${given.company.slug}`.as("slug"),
						name: sql<string>`${given.company.name}`.as("name"),
						region: sql<string>`${given.company.region}`.as("region"),
						createdAt: sql<number>`${now}`.as("created_at"),
					})
					.from(bootstrapLink)
					.where(good),
			),
			db.update(bootstrapLink).set({ usedAt: now }).where(good),
			...SUBSCRIPTIONS.map((each) => db.insert(subscription).values({ companyId, id: newId("subscription"), ...each, createdAt: now })),
			db.insert(person).values({
				companyId,
				id: personId,
				email: given.administrator.email,
				name: given.administrator.name,
				password,
				state: "active",
				createdAt: now,
			}),
			db.insert(roleGrant).values({
				companyId,
				id: newId("grant"),
				personId,
				role: "company-administrator",
				level: "company",
				scopeId: companyId,
				grantedBy: SYSTEM.personId,
				grantedAt: now,
			}),
		],
		{
			actor: SYSTEM,
			action: "company.bootstrap",
			scopeId: companyId,
			outcome: "done",
			detail: { company: given.company.name, administrator: given.administrator.email },
		},
		{ affects: { people: [personId], groups: [], endSessions: false }, conflict: linkRefused() },
	);
	return openCompanySession(
		env,
		request,
		companyId,
		{ id: personId, name: given.administrator.name, email: given.administrator.email },
		now,
	);
}

function linkRefused(): HttpProblem {
	return new HttpProblem(
		403,
		"bootstrap.link_refused",
		"This link has been used or has expired. Ask who runs this deployment for a new one.",
	);
}
