import * as v from "valibot";
import { ACTIONS } from "../../domain/grants/actions.ts";
import { ROLES, type Role } from "../../domain/grants/roles.ts";
import { id } from "../../domain/ids.ts";

export const roleName = v.picklist(Object.keys(ROLES) as [Role, ...Role[]]);
export const actionName = v.picklist(ACTIONS);
export const levelName = v.picklist(["company", "subscription", "model", "project", "environment"]);
export const placeName = v.pipe(v.string(), v.trim(), v.minLength(1, "say a name"), v.maxLength(120));
export const description = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2000)), "");

export const newGrant = v.object({
	role: roleName,
	personId: v.optional(id("person")),
	groupId: v.optional(id("group")),
	until: v.optional(v.pipe(v.number(), v.integer())),
});

export const done = v.object({ ok: v.boolean() });
export const link = v.object({ link: v.string(), expiresAt: v.number() });

export const person = v.object({
	id: v.string(),
	name: v.string(),
	email: v.string(),
	state: v.picklist(["invited", "active", "inactive"]),
});

export const treeNode = v.object({
	id: v.string(),
	parentId: v.nullable(v.string()),
	level: levelName,
	name: v.string(),
	kind: v.string(),
	mine: v.boolean(),
	ownerless: v.boolean(),
});

export const access = v.object({
	path: v.array(v.object({ id: v.string(), level: levelName, name: v.string() })),
	/** Roles that the asker may give on this node. */
	gives: v.array(roleName),
	grants: v.array(
		v.object({
			id: v.string(),
			role: roleName,
			title: v.string(),
			scopeId: v.string(),
			inherited: v.boolean(),
			revocable: v.boolean(),
			grantedAt: v.number(),
			until: v.nullable(v.number()),
			person: v.nullable(v.object({ id: v.string(), name: v.string(), state: v.string() })),
			group: v.nullable(v.object({ id: v.string(), name: v.string() })),
		}),
	),
});

export const whoCanAnswer = v.object({
	people: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			because: v.array(
				v.object({
					grantId: v.string(),
					role: roleName,
					title: v.string(),
					scopeId: v.string(),
					scopeName: v.string(),
					group: v.nullable(v.string()),
				}),
			),
		}),
	),
});

const heldRole = v.object({
	id: v.string(),
	role: roleName,
	title: v.string(),
	level: levelName,
	scopeId: v.string(),
	scopeName: v.string(),
	until: v.nullable(v.number()),
});

export const groupDetail = v.object({
	group: v.object({ id: v.string(), name: v.string() }),
	members: v.array(person),
	grants: v.array(heldRole),
});

export const personDetail = v.object({
	person: v.object({ ...person.entries, createdAt: v.number() }),
	groups: v.array(v.object({ id: v.string(), name: v.string() })),
	grants: v.array(v.object({ ...heldRole.entries, group: v.nullable(v.string()) })),
	sessions: v.array(v.object({ id: v.string(), agent: v.string(), openedAt: v.number(), seenAt: v.number() })),
});

export const auditQuery = v.object({
	before: v.optional(v.pipe(v.string(), v.digits(), v.maxLength(15), v.toNumber())),
	limit: v.optional(v.pipe(v.string(), v.digits(), v.maxLength(4), v.toNumber(), v.minValue(1), v.maxValue(200))),
	action: v.optional(v.pipe(v.string(), v.maxLength(60))),
	actorId: v.optional(v.pipe(v.string(), v.maxLength(60))),
	scopeId: v.optional(v.pipe(v.string(), v.maxLength(60))),
	outcome: v.optional(v.picklist(["done", "refused"])),
});

export const auditPage = v.object({
	rows: v.array(
		v.object({
			seq: v.number(),
			at: v.number(),
			actorId: v.string(),
			actorName: v.string(),
			action: v.string(),
			scopeId: v.string(),
			outcome: v.picklist(["done", "refused"]),
			detail: v.string(),
		}),
	),
	next: v.nullable(v.number()),
});

export const auditCheck = v.object({
	ok: v.boolean(),
	checked: v.number(),
	fault: v.nullable(v.object({ reason: v.picklist(["gap", "altered", "unlinked", "backdated", "truncated"]), seq: v.number() })),
});
