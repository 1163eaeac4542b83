import { useCallback } from "preact/hooks";
import { useSearch } from "wouter-preact";
import { useLocation } from "wouter-preact";

/** A value kept in the address, so that reload and share give the same view. */
export function useQueryParam(name: string): readonly [string | undefined, (value: string | undefined) => void] {
	const search = useSearch();
	const [path, navigate] = useLocation();
	const set = useCallback(
		(value: string | undefined) => {
			const params = new URLSearchParams(location.search);
			if (value === undefined) params.delete(name);
			else params.set(name, value);
			const text = params.toString();
			navigate(text === "" ? path : `${path}?${text}`, { replace: true });
		},
		[name, path, navigate],
	);
	return [new URLSearchParams(search).get(name) ?? undefined, set];
}
