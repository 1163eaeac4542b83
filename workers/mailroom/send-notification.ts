import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import type { Notice } from "../../domain/case/answers.ts";
import type { CaseId, PersonId } from "../../domain/ids.ts";
import { inboxAddress } from "../../domain/mail/inbox-address.ts";
import { writeTaskNotification } from "../../domain/mail/notification.ts";
import { oneLine } from "../../domain/mail/safe-text.ts";
import { readCalendars } from "../tenancy/calendars.ts";
import { database } from "../tenancy/database.ts";
import type { EnvironmentPerson } from "../tenancy/environment-people.ts";
import { objects, type EnvironmentScope } from "../tenancy/objects.ts";
import { company, endUser, endUserMembership, environment } from "../tenancy/schema/tenancy.ts";
import { deliver, giveUp, type SentRow } from "./deliver.ts";
import { tellCase } from "./tell-case.ts";
import { toldByAlarm } from "./told-by-alarm.ts";

/** What the queue carries: which task (`notify`) or alarm of which case, and the key by which the case knows the effect. */
export interface NotificationRequest {
	readonly caseId: CaseId;
	readonly kind: "notify" | "alarm";
	readonly subject: number;
	readonly key: string;
}

/** A pool of more people than this is not written to one by one; the first by name are. */
const MAX_RECIPIENTS = 100;

/** Where links lead when the deployment does not know its own address: `npm start` on its usual port. */
export const LOCAL_ORIGIN = "http://127.0.0.1:8787";

/**
 * Writes to everybody whom a task is for or an alarm tells, and puts what became of each mail onto the case. A repeat sends nothing twice.
 * @param lastTry what can not be sent now counts as failed
 * @returns `again` when the mail service could not take every mail and the queue should come back
 */
export async function sendNotification(
	env: Env,
	scope: EnvironmentScope,
	request: NotificationRequest,
	now: number,
	lastTry: boolean,
): Promise<"done" | "again"> {
	const stub = objects.case(env, scope, request.caseId);
	const notice =
		request.kind === "alarm"
			? await stub.alarmNotice(scope, request.caseId, request.key, request.subject)
			: await stub.notice(scope, request.caseId, request.key, request.subject);
	if (notice === null) return "done";
	const [people, place] = await Promise.all([
		notice.alarm === undefined ? recipients(env, scope, notice) : toldByAlarm(env.DB, scope, notice),
		sender(env, scope),
	]);
	// One person reads the time on their own wall, several on the organisation's.
	const [only, ...others] = people;
	const { calendar } = (await readCalendars(env, scope, others.length > 0 ? null : (only?.personId ?? null), now)).person;
	const rows: SentRow[] = [];
	for (const person of people) {
		const content = writeTaskNotification({
			personName: person.name,
			taskTitle: notice.taskTitle,
			process: notice.process,
			caseNumber: notice.caseNumber,
			caseTitle: notice.caseTitle === notice.process ? "" : notice.caseTitle,
			starterName: "",
			given: notice.assigneeId !== null,
			...(notice.alarm !== undefined && { alarm: { late: notice.dueAt !== null && now >= notice.dueAt, task: notice.task !== null } }),
			due: notice.dueAt === null ? null : inWords(notice.dueAt, calendar.zone),
			facts: notice.taskName === notice.taskTitle || notice.task === null ? [] : [{ label: "Step", value: notice.taskName }],
			url: `${env.ORIGIN === "" ? LOCAL_ORIGIN : env.ORIGIN}/work/${scope.environmentId}${notice.task === null ? `/cases/${request.caseId}` : `?task=${request.caseId}.${notice.task}`}`,
		});
		const row = await deliver(
			env,
			{
				...scope,
				effectKey: request.key,
				kind: notice.alarm === undefined ? "task" : "alarm",
				case: { caseId: request.caseId, number: notice.caseNumber, task: notice.task },
				from: place,
				to: { name: person.name, address: person.email },
				content,
			},
			now,
		);
		rows.push(lastTry ? await giveUp(env, row, now) : row);
	}
	const open = rows.some((row) => row.state === "queued");
	for (const [index, row] of rows.entries())
		await tellCase(env, scope, request.caseId, row, now, !open && index === rows.length - 1 ? request.key : undefined);
	if (rows.length === 0) await stub.recordMail(scope, request.caseId, nobody(notice, now), { key: request.key });
	return open ? "again" : "done";
}

/** The people of the environment whom the task is for: the assignee, or all of the pool; active ones only. */
async function recipients(env: Env, scope: EnvironmentScope, notice: Notice): Promise<EnvironmentPerson[]> {
	const db = database(env);
	const active = and(eq(endUser.companyId, scope.companyId), eq(endUser.environmentId, scope.environmentId), eq(endUser.state, "active"));
	const columns = { personId: endUser.id, name: endUser.name, email: endUser.email };
	if (notice.assigneeId !== null)
		return db
			.select(columns)
			.from(endUser)
			.where(and(active, eq(endUser.id, notice.assigneeId as PersonId)))
			.all();
	const named: SQL[] = [];
	// D1 binds 100 parameters a statement.
	const membership = (kind: "role" | "group", names: readonly string[]): void => {
		if (names.length === 0) return;
		named.push(
			inArray(
				endUser.id,
				db
					.select({ id: endUserMembership.endUserId })
					.from(endUserMembership)
					.where(
						and(
							eq(endUserMembership.companyId, scope.companyId),
							eq(endUserMembership.environmentId, scope.environmentId),
							eq(endUserMembership.kind, kind),
							inArray(endUserMembership.name, names.slice(0, 25)),
						),
					),
			),
		);
	};
	membership("role", notice.roles);
	membership("group", notice.groups);
	if (notice.people.length > 0) named.push(inArray(endUser.email, notice.people.slice(0, 25)));
	if (named.length === 0) return [];
	return db
		.select(columns)
		.from(endUser)
		.where(and(active, or(...named)))
		.orderBy(endUser.name)
		.limit(MAX_RECIPIENTS)
		.all();
}

async function sender(env: Env, scope: EnvironmentScope): Promise<{ name: string; email: string }> {
	const row = await database(env)
		.select({ stage: environment.stage, inboxKey: environment.inboxKey, name: company.name })
		.from(environment)
		.innerJoin(company, eq(company.id, environment.companyId))
		.where(and(eq(environment.companyId, scope.companyId), eq(environment.id, scope.environmentId)))
		.get();
	if (row === undefined) throw new Error("the environment of a case must have its row");
	return { name: oneLine(`${row.name} · Portico`, 100), email: inboxAddress(row.stage, row.inboxKey, env.INBOX_DOMAIN) };
}

function nobody(notice: Notice, now: number) {
	return {
		mailId: `${notice.key}.nobody`,
		direction: "out" as const,
		address: "",
		subject: notice.taskTitle,
		state: "failed" as const,
		detail: notice.alarm === undefined ? "Nobody active is to be told of this task." : "Nobody active is to be told by this alarm.",
		at: now,
	};
}

function inWords(at: number, zone: string): string {
	const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: zone }).format(at);
	return `${words} (${zone.replaceAll("_", " ")})`;
}
