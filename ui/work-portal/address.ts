import { useCallback } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";

/** The search part of the address as state: reload and share give the same view. */
export function useAddress(): {
	readonly get: (name: string) => string | undefined;
	/** Sets or, with `undefined`, removes parts. `replace` leaves no step for Back. */
	readonly set: (parts: Readonly<Record<string, string | undefined>>, replace?: boolean) => void;
} {
	const search = useSearch();
	const [path, navigate] = useLocation();
	const get = useCallback((name: string) => new URLSearchParams(search).get(name) ?? undefined, [search]);
	const set = useCallback(
		(parts: Readonly<Record<string, string | undefined>>, replace = false) => {
			const next = new URLSearchParams(search);
			for (const [name, value] of Object.entries(parts)) {
				if (value === undefined || value === "") next.delete(name);
				else next.set(name, value);
			}
			const text = next.toString();
			navigate(text === "" ? path : `${path}?${text}`, { replace });
		},
		[search, path, navigate],
	);
	return { get, set };
}
