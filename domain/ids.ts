import * as v from "valibot";

/** Ids are random 128-bit values with a prefix that says what they name; none is sequential (OWASP ASVS 8.2.2). */
export const ID_PREFIX = {
	company: "cmp",
	subscription: "sub",
	workspace: "wsp",
	environment: "env",
	person: "per",
	group: "grp",
	grant: "grt",
	invitation: "inv",
	revision: "rev",
	package: "pkg",
	calendar: "cal",
	location: "loc",
	case: "cas",
	mail: "eml",
	trigger: "trg",
	file: "fil",
	audit: "aud",
	session: "ses",
} as const;

export type IdKind = keyof typeof ID_PREFIX;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 26;

/** Where a company's objects may live: a guarantee of the platform, chosen when the company is made, part of its id for ever. */
export const REGIONS = ["eu", "us"] as const;
export type Region = (typeof REGIONS)[number];

/** The schema of an id of one kind, at the edge: `v.object({ caseId: id("case") })`. */
export function id<const Kind extends IdKind>(kind: Kind) {
	const region = kind === "company" ? `(?:_(?:${REGIONS.join("|")}))?` : "";
	return v.pipe(
		v.string(),
		v.regex(new RegExp(`^${ID_PREFIX[kind]}_[${ALPHABET}]{${LENGTH}}${region}$`), `not a ${kind} id`),
		v.brand(kind),
	);
}

export type Id<Kind extends IdKind> = string & v.Brand<Kind>;
export type CompanyId = Id<"company">;
export type SubscriptionId = Id<"subscription">;
export type WorkspaceId = Id<"workspace">;
export type EnvironmentId = Id<"environment">;
export type PersonId = Id<"person">;
export type GroupId = Id<"group">;
export type PackageId = Id<"package">;
export type CaseId = Id<"case">;

/**
 * Makes an id from 16 bytes: random ones for something new, the head of a hash where a repeat must give the same id.
 * Crockford base 32, 26 characters.
 */
export function idFrom<const Kind extends IdKind>(kind: Kind, bytes: Uint8Array): Id<Kind> {
	let bits = 0n;
	for (const byte of bytes.subarray(0, 16)) bits = (bits << 8n) | BigInt(byte);
	let text = "";
	for (let digit = 0; digit < LENGTH; digit++) {
		text = (ALPHABET[Number(bits & 31n)] ?? "0") + text;
		bits >>= 5n;
	}
	return `${ID_PREFIX[kind]}_${text}` as Id<Kind>;
}

/** The id of a company whose objects are kept in a region; without one they are made where they are first asked for. */
export function companyIdIn(region: Region | undefined, bytes: Uint8Array): CompanyId {
	const made = idFrom("company", bytes);
	return region === undefined ? made : (`${made}_${region}` as CompanyId);
}

/** The region that a company's id carries; undefined: anywhere. */
export function regionOf(companyId: CompanyId): Region | undefined {
	return REGIONS.find((region) => companyId.endsWith(`_${region}`));
}
