import { describe, it } from "vitest";
import type { CompanyId, EnvironmentId, PersonId, SubscriptionId, WorkspaceId } from "../ids.ts";
import { ACTIONS, type Action } from "./actions.ts";
import { may } from "./may.ts";
import type { Builder, EndUser, Grant, Level, Resource } from "./principal.ts";
import { ROLES, type Role } from "./roles.ts";
import { reaches, whoCan } from "./who-can.ts";

const companyId = "cmp_1" as CompanyId;
const subscriptionId = "sub_1" as SubscriptionId;
const workspaceId = "wsp_1" as WorkspaceId;
const environmentId = "env_1" as EnvironmentId;
const NOW = 1_000;

const NODES: Readonly<Record<Level, Resource>> = {
	company: { level: "company", companyId },
	subscription: { level: "subscription", companyId, subscriptionId },
	model: { level: "model", companyId, subscriptionId, workspaceId },
	project: { level: "project", companyId, subscriptionId, workspaceId },
	environment: { level: "environment", companyId, subscriptionId, workspaceId, environmentId },
};
const SCOPES: Readonly<Record<Level, string>> = {
	company: companyId,
	subscription: subscriptionId,
	model: workspaceId,
	project: workspaceId,
	environment: environmentId,
};

function builder(grants: Grant[]): Builder {
	return { realm: "company", companyId, personId: "per_1" as PersonId, name: "Bo", email: "bo@acme.example", sessionId: "ses_1", grants };
}

/**
 * Which roles allow each action, in columns: A company administrator, m member, S/s subscription owner/viewer, M/e/v model
 * owner/editor/viewer, P/c/p project owner/contributor/viewer, E/o/w environment administrator/operator/viewer.
 * Written by hand: this is the policy, and the code is held to it.
 */
const COLUMNS: Readonly<Record<string, Role>> = {
	A: "company-administrator",
	m: "member",
	S: "subscription-owner",
	s: "subscription-viewer",
	M: "model-owner",
	e: "model-editor",
	v: "model-viewer",
	P: "project-owner",
	c: "project-contributor",
	p: "project-viewer",
	E: "environment-administrator",
	o: "environment-operator",
	w: "environment-viewer",
};
const TABLE: Readonly<Record<Action, string>> = {
	"company.read": "A m",
	"company.audit": "A",
	"company.people": "A",
	"company.groups": "A",
	"company.grants": "A",
	"subscription.read": "A S s",
	"subscription.grants": "A S",
	"subscription.create-model": "A S",
	"subscription.create-project": "A S",
	"model.read": "A S M e v",
	"model.edit": "M e",
	"model.comment": "M e",
	"model.publish": "M",
	"model.delete": "M",
	"model.grants": "A S M",
	"library.read": "A m M e v",
	"project.read": "A S P c p",
	"project.edit": "P c",
	"project.run": "P c",
	"project.package": "P c",
	"project.grants": "A S P",
	"environment.read": "A S P c p E o w",
	"environment.packages": "P E",
	"environment.activate": "P E",
	"environment.parameters": "P E",
	"environment.calendars": "P E",
	"environment.cases": "P E o",
	"environment.operate": "P E o",
	"environment.mail": "P E o",
	"environment.triggers": "P E",
	"environment.people": "P E",
	"environment.grants": "A S P E",
	"work.use": "",
	"work.start": "",
	"work.task": "",
	"work.case": "",
};

const ALL_ROLES = Object.keys(ROLES) as Role[];
const levelOf = (action: Action): Level | undefined => {
	const word = action.split(".")[0] ?? "";
	if (word === "library") return "company";
	return word in NODES ? (word as Level) : undefined;
};

describe("may", () => {
	for (const role of ALL_ROLES) {
		it(`allows a ${role} exactly what the table says, where the role was given`, ({ expect }) => {
			const scope = SCOPES[ROLES[role].level];
			const allowed = ACTIONS.filter((action) => {
				const node = NODES[ROLES[role].level];
				return may(builder([{ role, scope }]), action, node, NOW);
			});
			const expected = ACTIONS.filter((action) => TABLE[action].split(" ").some((column) => COLUMNS[column] === role));
			expect(allowed).toEqual(expected);
		});

		it(`lets what a ${role} holds reach the nodes below and no node above or beside`, ({ expect }) => {
			const { level } = ROLES[role];
			const who = builder([{ role, scope: SCOPES[level] }]);
			for (const action of ACTIONS) {
				const at = levelOf(action);
				if (at === undefined) continue;
				const node = NODES[at];
				const path: readonly (string | undefined)[] = [node.companyId, node.subscriptionId, node.workspaceId, node.environmentId];
				const reaches = path.includes(SCOPES[level]);
				expect(may(who, action, node, NOW), `${action} on ${at}`).toBe(reaches && (ROLES[role].may as readonly Action[]).includes(action));
				const beside: Resource = {
					...node,
					...(node.subscriptionId === undefined ? {} : { subscriptionId: "sub_2" as SubscriptionId }),
					...(node.workspaceId === undefined ? {} : { workspaceId: "wsp_2" as WorkspaceId }),
					...(node.environmentId === undefined ? {} : { environmentId: "env_2" as EnvironmentId }),
				};
				if (level !== "company") expect(may(who, action, beside, NOW), `${action} beside`).toBe(false);
			}
		});

		it(`gives a ${role} nothing in another company and nothing once the grant has ended`, ({ expect }) => {
			const scope = SCOPES[ROLES[role].level];
			for (const action of ACTIONS) {
				for (const node of Object.values(NODES)) {
					expect(may(builder([{ role, scope }]), action, { ...node, companyId: "cmp_2" as CompanyId }, NOW)).toBe(false);
					expect(may(builder([{ role, scope, until: NOW }]), action, node, NOW)).toBe(false);
				}
			}
		});
	}

	it("allows a person without a grant, and nobody, nothing", ({ expect }) => {
		for (const action of ACTIONS) {
			for (const node of Object.values(NODES)) {
				expect(may(builder([]), action, node, NOW)).toBe(false);
				expect(may({ realm: "none" }, action, node, NOW)).toBe(false);
			}
		}
	});

	it("allows an end user the Work Portal of the own environment and nothing else", ({ expect }) => {
		const eve: EndUser = {
			realm: "environment",
			companyId,
			environmentId,
			personId: "per_2" as PersonId,
			name: "Eve",
			email: "eve@acme.example",
			sessionId: "ses_2",
			roles: ["company-administrator"],
			groups: [],
		};
		for (const action of ACTIONS) {
			expect(may(eve, action, NODES.environment, NOW), action).toBe(action.startsWith("work."));
			expect(may(eve, action, { ...NODES.environment, environmentId: "env_2" as EnvironmentId }, NOW)).toBe(false);
			expect(may(eve, action, NODES.company, NOW)).toBe(false);
		}
	});
});

describe("whoCan", () => {
	it("decides as may does, for every role and action", ({ expect }) => {
		const node = NODES.environment;
		for (const role of ALL_ROLES) {
			for (const action of ACTIONS) {
				const scope = SCOPES[ROLES[role].level];
				const people = whoCan(action, [{ grantId: "grt_1", role, scopeId: scope, people: [{ id: "per_1", name: "Bo" }] }], NOW);
				expect(people.length > 0, `${role} ${action}`).toBe(may(builder([{ role, scope }]), action, node, NOW));
			}
		}
	});

	it("knows which roles reach a level at all", ({ expect }) => {
		expect(ALL_ROLES.filter((role) => reaches(role, "environment"))).toEqual([
			"company-administrator",
			"subscription-owner",
			"project-owner",
			"project-contributor",
			"project-viewer",
			"environment-administrator",
			"environment-operator",
			"environment-viewer",
		]);
		expect(reaches("member", "company")).toBe(true);
		expect(reaches("member", "model")).toBe(false);
	});

	it("names every reason once, and leaves out grants that have ended", ({ expect }) => {
		const bo = { id: "per_1", name: "Bo" };
		const group = { id: "grp_1", name: "Operators" };
		const people = whoCan(
			"environment.operate",
			[
				{ grantId: "g1", role: "environment-operator", scopeId: environmentId, people: [bo] },
				{ grantId: "g2", role: "project-owner", scopeId: workspaceId, group, people: [bo, { id: "per_2", name: "Al" }] },
				{ grantId: "g3", role: "environment-administrator", scopeId: environmentId, people: [bo], until: NOW },
			],
			NOW,
		);
		expect(people).toEqual([
			{ id: "per_2", name: "Al", because: [{ grantId: "g2", role: "project-owner", scopeId: workspaceId, group }] },
			{
				id: "per_1",
				name: "Bo",
				because: [
					{ grantId: "g1", role: "environment-operator", scopeId: environmentId },
					{ grantId: "g2", role: "project-owner", scopeId: workspaceId, group },
				],
			},
		]);
	});
});
