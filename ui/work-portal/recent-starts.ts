import type { Startable } from "./work-api.ts";

const MOST = 3;
const keyOf = (environmentId: string): string => `portico.recent-starts.${environmentId}`;

function read(environmentId: string): readonly string[] {
	try {
		const list: unknown = JSON.parse(localStorage.getItem(keyOf(environmentId)) ?? "[]");
		return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
	} catch {
		return [];
	}
}

/** What was started last on this machine, the newest first; only what can still be started. */
export function recentStarts(environmentId: string, startables: readonly Startable[]): readonly Startable[] {
	return read(environmentId).flatMap((id) => startables.filter((each) => each.startEvent === id));
}

export function rememberStart(environmentId: string, startEvent: string): void {
	try {
		const list = [startEvent, ...read(environmentId).filter((each) => each !== startEvent)].slice(0, MOST);
		localStorage.setItem(keyOf(environmentId), JSON.stringify(list));
	} catch {
		// Storage can be refused; there is then no list of recent starts.
	}
}
