import * as v from "valibot";

/** An address as people type it: trimmed and in lower case, because that is how it is kept. */
export const emailAddress = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254), v.email("that is no e-mail address"));

/** A password that someone chooses. Length is what counts; nothing else is asked (OWASP ASVS 6.2). */
export const newPassword = v.pipe(
	v.string(),
	v.minLength(10, "use at least 10 characters"),
	v.maxLength(128, "use at most 128 characters"),
	v.check((password) => !COMMON.has(password.toLowerCase()), "that password is among the first that are tried; take another"),
);

/** A password that is only compared: any text within a bound. */
export const givenPassword = v.pipe(v.string(), v.minLength(1), v.maxLength(512));

export const personName = v.pipe(v.string(), v.trim(), v.minLength(1, "say the name"), v.maxLength(120));

/** The company's name in addresses. */
export const companySlug = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "use letters, digits and hyphens"),
);

/** `<companyId>.<secret>` or, in an environment, the secret alone. */
export const linkToken = v.pipe(v.string(), v.minLength(20), v.maxLength(200));

export const signedInPerson = v.object({ id: v.string(), name: v.string(), email: v.string() });

/** The ten-character-and-longer ones at the top of every list of leaked passwords. */
const COMMON = new Set([
	"1234567890",
	"0123456789",
	"1234567891",
	"12345678910",
	"123456789a",
	"1q2w3e4r5t",
	"1q2w3e4r5t6y",
	"qwertyuiop",
	"qwerty1234",
	"qwerty12345",
	"qwerty123456",
	"password12",
	"password123",
	"password1234",
	"passw0rd123",
	"iloveyou12",
	"iloveyou123",
	"1111111111",
	"0000000000",
	"administrator",
	"letmein123",
	"welcome123",
	"changeme123",
	"asdfghjkl123",
	"zxcvbnm123",
	"abcdefghij",
	"abc1234567",
	"football123",
	"princess123",
]);
