import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { call, makeCompany } from "../../test/workerd/company.ts";
import { calendarsOf, knownCalendars, readCalendars } from "../tenancy/calendars.ts";
import type { Calendar, Interval } from "../../domain/calendar/calendar.ts";

const DAY: Interval[] = [{ from: "09:00", to: "17:00" }];
const copenhagen: Calendar = {
	zone: "Europe/Copenhagen",
	week: [DAY, DAY, DAY, DAY, DAY, [], []],
	holidays: [{ date: "12-25", name: "Christmas Day" }],
};

async function setup() {
	const home = await makeCompany();
	const project = await home.project("Loans");
	const { development } = project.environments;
	const administrator = await home.builder("Ea", [["member"], ["environment-administrator", development]]);
	const at = `/api/console/${development}`;
	const add = async (name: string, calendar: unknown = copenhagen) =>
		call(`${at}/calendars`, { as: administrator, body: { name, calendar } });
	const added = async (name: string) => ((await (await add(name)).json()) as { calendarId: string }).calendarId;
	const put = (path: string, body: unknown) => call(`${at}/${path}`, { as: administrator, method: "PUT", body });
	return { home, development, administrator, at, add, added, put, scope: { companyId: home.id, environmentId: development } };
}

describe("calendars of an environment", () => {
	it("hold for the organisation, and for a person who has one of their own", async ({ expect }) => {
		const { home, development, added, put, scope } = await setup();
		const eve = await home.endUser(development, "Eve");
		expect(await calendarsOf(env.DB, scope, eve.id)).toMatchObject({ organisation: { id: "standard" }, person: { id: "standard" } });
		const office = await added("Office");
		const night = await added("Night");
		expect((await put("default-calendar", { calendarId: office })).status).toBe(200);
		expect(await calendarsOf(env.DB, scope, eve.id)).toEqual({
			organisation: { id: office, calendar: copenhagen },
			person: { id: office, calendar: copenhagen },
		});
		expect((await put(`people/${eve.id}/calendar`, { calendarId: night })).status).toBe(200);
		expect(await calendarsOf(env.DB, scope, eve.id)).toMatchObject({ organisation: { id: office }, person: { id: night } });
		expect(await calendarsOf(env.DB, scope, null)).toMatchObject({ organisation: { id: office }, person: { id: office } });
		await put(`people/${eve.id}/calendar`, { calendarId: null });
		await put("default-calendar", { calendarId: null });
		expect(await calendarsOf(env.DB, scope, eve.id)).toMatchObject({ organisation: { id: "standard" }, person: { id: "standard" } });
	});

	it("hold for a location; a person's own wins over it, and it over the organisation's", async ({ expect }) => {
		const { home, development, administrator, at, added, put, scope } = await setup();
		const eve = await home.endUser(development, "Eve");
		const [office, harbour, night] = [await added("Office"), await added("Harbour"), await added("Night")];
		await put("default-calendar", { calendarId: office });
		const made = await call(`${at}/locations`, { as: administrator, body: { name: "Aarhus", calendarId: harbour } });
		const { locationId } = (await made.json()) as { locationId: string };
		expect((await put(`people/${eve.id}/location`, { locationId })).status).toBe(200);
		const now = async () => (await calendarsOf(env.DB, scope, eve.id)).person.id;
		expect(await now()).toBe(harbour);
		await put(`people/${eve.id}/calendar`, { calendarId: night });
		expect(await now()).toBe(night);
		await put(`people/${eve.id}/calendar`, { calendarId: null });
		await put(`locations/${locationId}`, { name: "Aarhus C", calendarId: null });
		expect(await now()).toBe(office);
		expect(await (await call(`${at}/calendars`, { as: administrator })).json()).toMatchObject({
			locations: [{ id: locationId, name: "Aarhus C", calendarId: null, people: [{ id: eve.id, name: "Eve" }] }],
		});
		const remove = () => call(`${at}/locations/${locationId}`, { as: administrator, method: "DELETE" });
		expect(await (await remove()).json()).toMatchObject({ status: 409, code: "location.in_use" });
		await put(`people/${eve.id}/location`, { locationId: null });
		expect(await (await remove()).json()).toMatchObject({ locations: [] });
	});

	it("are read once a minute by whoever makes steps, and anew once they are changed here", async ({ expect }) => {
		const { added, put, scope } = await setup();
		const office = await added("Office");
		const standard = await readCalendars(env, scope, null, 1000);
		expect(standard.organisation.id).toBe("standard");
		await env.DB.prepare("INSERT INTO default_calendar (company_id, environment_id, calendar_id) VALUES (?, ?, ?)")
			.bind(scope.companyId, scope.environmentId, office)
			.run();
		expect(await readCalendars(env, scope, null, 60_999)).toBe(standard);
		expect((await readCalendars(env, scope, null, 61_000)).organisation.id).toBe(office);
		await put("default-calendar", { calendarId: null });
		expect(knownCalendars(scope, null, 61_001)).toBe(undefined);
	});

	it("still hold while the database does not answer", async ({ expect }) => {
		const { scope } = await setup();
		const before = await readCalendars(env, scope, null, 1000);
		const broken = {
			...env,
			DB: {
				prepare: () => {
					throw new Error("away");
				},
			} as unknown as D1Database,
		};
		expect(await readCalendars(broken, scope, null, 3_600_000)).toBe(before);
		await expect(readCalendars(broken, scope, null, 3 * 86_400_000)).rejects.toThrow("away");
	});

	it("are listed with who works by them, and removed when nobody does", async ({ expect }) => {
		const { home, development, administrator, at, added, put } = await setup();
		const eve = await home.endUser(development, "Eve");
		const office = await added("Office");
		await put(`people/${eve.id}/calendar`, { calendarId: office });
		await put("default-calendar", { calendarId: office });
		const remove = () => call(`${at}/calendars/${office}`, { as: administrator, method: "DELETE" });
		const list = async () => (await (await call(`${at}/calendars`, { as: administrator })).json()) as { calendars: unknown[] };
		expect(await list()).toMatchObject({
			calendars: [{ id: office, name: "Office", isDefault: true, people: [{ id: eve.id, name: "Eve" }] }],
		});
		for (const free of [
			() => put("default-calendar", { calendarId: null }),
			() => put(`people/${eve.id}/calendar`, { calendarId: null }),
		]) {
			const refused = await remove();
			expect([refused.status, await refused.json()]).toMatchObject([409, { code: "calendar.in_use" }]);
			await free();
		}
		expect((await remove()).status).toBe(200);
		expect((await list()).calendars).toEqual([]);
	});

	it("of people who left hold nothing up", async ({ expect }) => {
		const { home, development, administrator, at, added, put } = await setup();
		const eve = await home.endUser(development, "Eve");
		const office = await added("Office");
		const place = await call(`${at}/locations`, { as: administrator, body: { name: "Aarhus", calendarId: null } });
		const { locationId } = await place.json<{ locationId: string }>();
		await put(`people/${eve.id}/calendar`, { calendarId: office });
		await put(`people/${eve.id}/location`, { locationId });
		const remove = async (what: string) => (await call(`${at}/${what}`, { as: administrator, method: "DELETE" })).status;
		expect([await remove(`calendars/${office}`), await remove(`locations/${locationId}`)]).toEqual([409, 409]);
		const left = await call(`${at}/people/${eve.id}/deactivate`, { as: administrator, method: "POST" });
		expect(left.status).toBe(200);
		expect(await (await call(`${at}/calendars`, { as: administrator })).json()).toMatchObject({
			calendars: [{ people: [] }],
			locations: [{ people: [] }],
		});
		expect([await remove(`calendars/${office}`), await remove(`locations/${locationId}`)]).toEqual([200, 200]);
	});

	it("are refused with the field at fault, and nothing changes", async ({ expect }) => {
		const { administrator, at, add } = await setup();
		const many = Array.from({ length: 10_000 }, (_, day) => ({
			date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
			name: "Closed",
		}));
		const cases: readonly [unknown, string, string][] = [
			[{ ...copenhagen, zone: "Europe/Atlantis" }, "calendar.unknown_zone", "calendar.zone"],
			[
				{ ...copenhagen, week: [[{ from: "17:00", to: "09:00" }], DAY, DAY, DAY, DAY, [], []] },
				"calendar.ends_before_start",
				"calendar.week.0.0",
			],
			[
				{ ...copenhagen, week: [[...DAY, { from: "16:00", to: "18:00" }], DAY, DAY, DAY, DAY, [], []] },
				"calendar.overlap",
				"calendar.week.0.1",
			],
			[{ ...copenhagen, holidays: [{ date: "2026-02-30", name: "" }] }, "calendar.not_a_date", "calendar.holidays.0.date"],
			[{ ...copenhagen, holidays: many }, "input.invalid", "calendar.holidays"],
		];
		for (const [given, code, field] of cases) {
			const answer = await add("Wrong", given);
			const problem = (await answer.json()) as { code: string; field: string; detail: string };
			expect([answer.status, problem.code, problem.field], code).toEqual([400, code, field]);
		}
		expect(await (await call(`${at}/calendars`, { as: administrator })).json()).toMatchObject({ calendars: [] });
	});

	it("have names of their own, and leave their traces in the trail", async ({ expect }) => {
		const { home, development, add, added, put } = await setup();
		const office = await added("Office");
		expect([(await add("Office")).status, await (await add("Office")).json()]).toMatchObject([
			409,
			{ code: "calendar.exists", field: "name" },
		]);
		await put(`calendars/${office}`, { name: "Head office", calendar: copenhagen });
		const { results } = await env.DB.prepare(
			"SELECT action FROM audit WHERE company_id = ? AND scope_id = ? AND outcome = 'done' ORDER BY seq",
		)
			.bind(home.id, development)
			.all<{ action: string }>();
		expect(results.map(({ action }) => action)).toEqual(expect.arrayContaining(["calendar.add", "calendar.change"]));
	});

	it("are not for operators, nor from another environment", async ({ expect }) => {
		const { home, development, at, added, put } = await setup();
		const other = await setup();
		const bo = await home.builder("Bo", [["member"], ["environment-operator", development]]);
		expect((await call(`${at}/calendars`, { as: bo })).status).toBe(403);
		await added("Office");
		const foreign = await other.added("Office");
		const abroad = await call(`${at}/locations`, { as: bo, body: { name: "Aarhus", calendarId: null } });
		expect(abroad.status).toBe(403);
		expect((await put("default-calendar", { calendarId: foreign })).status).toBe(404);
	});
});
