import { and, eq } from "drizzle-orm";
import type { Automation } from "../../domain/deployment/automation.ts";
import { changedVariables } from "../../domain/data/paths.ts";
import type { Variables } from "../../domain/engine/types.ts";
import { acceptSubmission } from "../../domain/forms/accept-submission.ts";
import { holds } from "../../domain/forms/holds.ts";
import type { Builder } from "../../domain/grants/principal.ts";
import type { CaseId, EnvironmentId, PersonId } from "../../domain/ids.ts";
import { HttpProblem } from "../http/problem.ts";
import { orRefuse } from "../http/refusal.ts";
import { authenticate } from "../identity/authenticate.ts";
import { openEnvironmentSession } from "../identity/sign-in-environment.ts";
import { activateInvited } from "../management-console/activate-invited.ts";
import { activatePackage } from "../management-console/activate-package.ts";
import { addPackage } from "../management-console/add-package.ts";
import { updateEndUser } from "../management-console/people.ts";
import { act } from "../tenancy/audit.ts";
import { database } from "../tenancy/database.ts";
import { newId } from "../tenancy/new-id.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { endUser, endUserMembership } from "../tenancy/schema/tenancy.ts";
import { startCaseOn } from "../work-portal/start-case.ts";
import { readDraft, type ProjectScope } from "./draft.ts";
import { developmentOf } from "./environments.ts";
import { makePackage } from "./make-package.ts";

export interface Run {
	readonly caseId: CaseId;
	readonly number: string;
	readonly environmentId: EnvironmentId;
	readonly packageId: string;
	readonly version: number;
	/** Where the running case is seen; the answer's cookie signs the builder in there. */
	readonly href: string;
}

/**
 * Runs the draft as it is now: a signed snapshot becomes what development runs, and a case starts at once. The builder works it
 * as their own end user of development, who has every role and group of the project, so that each task can be clicked through.
 */
export async function runProject(
	env: Env,
	request: Request,
	scope: ProjectScope,
	given: { readonly values?: Readonly<Record<string, unknown>> | undefined },
	actor: Builder,
	now: number,
): Promise<Response> {
	const environmentId = await developmentOf(env, scope);
	const place: EnvironmentScope = { companyId: scope.companyId, environmentId };
	const { automation } = await readDraft(env, scope);
	const variables = given.values === undefined ? {} : accepted(automation, given.values);
	const made = await makePackage(env, scope, { kind: "run", note: "" }, actor, now);
	const { packageId } = await addPackage(env, place, made.bytes, { source: "studio" }, actor, now);
	const before = await objects.environment(env, place).active(place);
	if (before?.release.packageId !== packageId) await activatePackage(env, place, packageId, actor, now);
	// Asked of the environment itself: what an isolate remembers may be the package before.
	const active = await objects.environment(env, place).active(place);
	if (active === null) throw new HttpProblem(409, "environment.nothing_active", "The package is not active. Try again.");
	const starts = active.release.starts.filter((start) => start.processId === automation.processId);
	const start = starts.find((each) => each.kind === "none") ?? starts[0];
	const who = await ownEndUser(env, place, automation, actor, now);
	const started = orRefuse(
		await startCaseOn(env, place, active, {
			// Without a start event the engine begins at what nothing leads to (BPMN 2.0.2 §13.2).
			startEvent: start?.elementId,
			variables,
			starter: { personId: who.id, name: who.name, email: who.email },
			idempotencyKey: `studio:${crypto.randomUUID()}`,
			source: "studio",
		}),
	);
	const run: Run = {
		caseId: started.caseId,
		number: started.number,
		environmentId,
		packageId,
		version: made.version,
		href: `/work/${environmentId}/cases/${started.caseId}`,
	};
	const headers = new Headers({ "cache-control": "no-store" });
	const cookie = await sessionCookie(env, request, place, who, now);
	if (cookie !== null) headers.set("set-cookie", cookie);
	return Response.json(run, { headers });
}

/** What was put into the start form, held to the form's own rules. */
function accepted(automation: Automation, values: Readonly<Record<string, unknown>>): Variables {
	const form = automation.forms.find((each) => each.id === automation.startForm) ?? { id: "none", title: "No form", items: [] };
	const taken = acceptSubmission(form, automation.data, {}, values, holds, { hasFile: () => false });
	if (taken.ok) return changedVariables({}, taken.value);
	const [first] = taken.error;
	throw new HttpProblem(422, first?.code ?? "form.invalid", first?.detail ?? "The form can not be taken.", {
		field: first?.at ?? "values",
		more: { problems: taken.error },
	});
}

interface Who {
	readonly id: PersonId;
	readonly name: string;
	readonly email: string;
}

/** The builder's end user of development, made if missing, with every role and group that the project names. */
async function ownEndUser(env: Env, place: EnvironmentScope, automation: Automation, actor: Builder, now: number): Promise<Who> {
	const db = database(env);
	const mine = and(eq(endUser.companyId, place.companyId), eq(endUser.environmentId, place.environmentId), eq(endUser.email, actor.email));
	const [known] = await db.select({ id: endUser.id, name: endUser.name, state: endUser.state }).from(endUser).where(mine);
	if (known?.state === "inactive")
		throw new HttpProblem(
			409,
			"end_user.inactive",
			"Your account in the development environment was deactivated. Activate it in the Management Console.",
		);
	const who: Who = { id: known?.id ?? newId("person"), name: known?.name ?? actor.name, email: actor.email };
	if (known === undefined)
		await act(
			env,
			place.companyId,
			[db.insert(endUser).values({ ...place, id: who.id, email: actor.email, name: actor.name, state: "active", createdAt: now })],
			{ actor, action: "end-user.create", scopeId: place.environmentId, outcome: "done", detail: { name: who.name, email: who.email } },
			{ conflict: new HttpProblem(409, "project.run_meanwhile", "You run this project in another window right now. Try again.") },
		);
	if (known?.state === "invited") await activateInvited(env, actor, place, who, now);
	const memberships = await db
		.select({ kind: endUserMembership.kind, name: endUserMembership.name })
		.from(endUserMembership)
		.where(
			and(
				eq(endUserMembership.companyId, place.companyId),
				eq(endUserMembership.environmentId, place.environmentId),
				eq(endUserMembership.endUserId, who.id),
			),
		);
	const has = (kind: "role" | "group"): string[] => memberships.filter((each) => each.kind === kind).map((each) => each.name);
	const sources = Object.values(automation.elements).flatMap((each) => each.performer?.from ?? []);
	const roles = new Set([
		...has("role"),
		...automation.roles.map((role) => role.name),
		...sources.flatMap((each) => (each.kind === "role" ? [each.role] : [])),
	]);
	const groups = new Set([...has("group"), ...sources.flatMap((each) => (each.kind === "group" ? [each.group] : []))]);
	if (roles.size + groups.size > memberships.length)
		await updateEndUser(env, actor, place, who.id, { roles: [...roles], groups: [...groups] }, now);
	return who;
}

/** The cookie of a new session; none is made when the browser has one of this person already. */
async function sessionCookie(env: Env, request: Request, place: EnvironmentScope, who: Who, now: number): Promise<string | null> {
	const there = await authenticate(request, env, "environment", place.environmentId, now);
	if (there.realm === "environment" && there.personId === who.id) return null;
	return (await openEnvironmentSession(env, request, place, who, now)).headers.get("set-cookie");
}
