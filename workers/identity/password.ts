import { scrypt, timingSafeEqual } from "node:crypto";

/** scrypt with N = 2^14, r = 8, p = 5: 16 MiB, about 180 ms. More memory does not fit an isolate, PBKDF2 is capped too low. */
const COST = { log2N: 14, r: 8, p: 5 } as const;
const KEY_BYTES = 32;

/** The hash of a password, as text that says how it was made: `scrypt$14$8$5$<salt>$<key>`. */
export async function hashPassword(password: string): Promise<string> {
	const salt = crypto.getRandomValues(new Uint8Array(16));
	const key = await derive(password, salt, COST);
	return ["scrypt", COST.log2N, COST.r, COST.p, hex(salt), hex(key)].join("$");
}

/** Whether the password is the one of this hash. Without a hash (no such person) it takes as long and answers false. */
export async function verifyPassword(password: string, hash: string | null | undefined): Promise<boolean> {
	const [scheme, log2N, r, p, salt = "", key = ""] = (hash ?? "").split("$");
	if (scheme !== "scrypt") {
		await derive(password, new Uint8Array(16), COST);
		return false;
	}
	const expected = unhex(key);
	const derived = await derive(password, unhex(salt), { log2N: Number(log2N), r: Number(r), p: Number(p) });
	return expected.byteLength === derived.byteLength && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: Uint8Array, cost: { log2N: number; r: number; p: number }): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		// The same letter can be typed as one code point or two.
		const options = { N: 2 ** cost.log2N, r: cost.r, p: cost.p, maxmem: 64 * 1024 * 1024 };
		scrypt(password.normalize("NFC"), salt, KEY_BYTES, options, (error, key) => {
			if (error === null) resolve(new Uint8Array(key));
			else reject(error);
		});
	});
}

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text: string): Uint8Array {
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
