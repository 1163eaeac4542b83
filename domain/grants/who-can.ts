import type { Action } from "./actions.ts";
import type { Level } from "./principal.ts";
import { ROLES, type Role, type RoleDefinition } from "./roles.ts";

/** A grant on the path from the company to a node, with the people it reaches. */
export interface ReachingGrant {
	readonly grantId: string;
	readonly role: Role;
	readonly scopeId: string;
	/** The group through which it reaches them; left out when it is the person's own. */
	readonly group?: { readonly id: string; readonly name: string };
	readonly people: readonly { readonly id: string; readonly name: string }[];
	readonly until?: number;
}

/** One reason why a person may do something: a role on a node, held alone or through a group. */
export interface Reason {
	readonly grantId: string;
	readonly role: Role;
	readonly scopeId: string;
	readonly group?: { readonly id: string; readonly name: string };
}

export interface PersonWhoCan {
	readonly id: string;
	readonly name: string;
	readonly because: readonly Reason[];
}

/** Whether a role allows anything that is decided on this level: a member of the company holds nothing on an environment. */
export function reaches(role: Role, level: Level): boolean {
	const definition: RoleDefinition = ROLES[role];
	return definition.level === level || definition.may.some((action) => action.startsWith(`${level}.`));
}

/**
 * Who may do `action` where these grants reach, each with every reason, by name. Without an action: who holds anything there.
 * It decides as `may` does (a test holds them to each other). `now` is epoch milliseconds.
 */
export function whoCan(action: Action | undefined, grants: readonly ReachingGrant[], now: number): PersonWhoCan[] {
	const found = new Map<string, { id: string; name: string; because: Reason[] }>();
	for (const grant of grants) {
		if (grant.until !== undefined && grant.until <= now) continue;
		const role: RoleDefinition = ROLES[grant.role];
		if (action !== undefined && !role.may.includes(action)) continue;
		const reason: Reason = {
			grantId: grant.grantId,
			role: grant.role,
			scopeId: grant.scopeId,
			...(grant.group === undefined ? {} : { group: grant.group }),
		};
		for (const person of grant.people) {
			const entry = found.get(person.id) ?? { id: person.id, name: person.name, because: [] };
			entry.because.push(reason);
			found.set(person.id, entry);
		}
	}
	return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
