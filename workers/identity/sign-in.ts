import { HttpProblem } from "../http/problem.ts";

/** The address that asks, for counting tries; Cloudflare sets the header and a caller can not. */
export function addressOf(request: Request): string {
	return request.headers.get("cf-connecting-ip") ?? "local";
}

export function refused(): HttpProblem {
	return new HttpProblem(401, "sign_in.refused", "The address or the password is not right.");
}

export function tooMany(waitMs: number): HttpProblem {
	const seconds = Math.ceil(waitMs / 1000);
	return new HttpProblem(
		429,
		"sign_in.too_many",
		`Too many tries. Wait ${seconds} ${seconds === 1 ? "second" : "seconds"} and try again.`,
		{
			headers: { "retry-after": String(seconds) },
			more: { retryAfter: seconds },
		},
	);
}

/** The answer to a sign-in that held: who it is, and the session's cookie. */
export function signedIn(who: { readonly id: string; readonly name: string; readonly email: string }, cookie: string): Response {
	const body = { person: { id: who.id, name: who.name, email: who.email } };
	return Response.json(body, { headers: { "set-cookie": cookie, "cache-control": "no-store" } });
}

export function signedOut(cookie: string): Response {
	return Response.json({ ok: true }, { headers: { "set-cookie": cookie, "cache-control": "no-store" } });
}
