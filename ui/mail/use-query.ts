import { useLocation, useSearchParams } from "wouter-preact";

/** Reads and writes names of the address's query, so that a view can be shared and Back works. */
export function useAddress(): {
	readonly get: (name: string) => string | undefined;
	readonly set: (changes: Readonly<Record<string, string | undefined>>, replace?: boolean) => void;
} {
	const [path, navigate] = useLocation();
	const [search] = useSearchParams();
	return {
		get: (name) => search.get(name) ?? undefined,
		set: (changes, replace = false) => {
			const next = new URLSearchParams(location.search);
			for (const [name, value] of Object.entries(changes)) {
				if (value === undefined || value === "") next.delete(name);
				else next.set(name, value);
			}
			const query = next.toString();
			navigate(query === "" ? path : `${path}?${query}`, { replace });
		},
	};
}
