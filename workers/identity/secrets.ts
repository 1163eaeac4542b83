/** A secret of 256 random bits, for a cookie or a link, in base64url. */
export function newSecret(): string {
	return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
}

/** What is kept of a secret: its SHA-256 in hexadecimal. The secret is random, so it needs no salt and no slow hash. */
export async function hashOf(secret: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
