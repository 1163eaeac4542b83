/** A row of the trail, as a sentence about the environment. */
export interface TrailRow {
	readonly actor: string;
	readonly action: string;
	readonly outcome: string;
	/** JSON text. */
	readonly detail: string;
}

/** What a row of the trail says: "activated Loan request 3". An act that it does not know keeps its own name. */
export function actWords(row: TrailRow): string {
	const detail = readDetail(row.detail);
	const word = (name: string): string => {
		const value = detail[name];
		return typeof value === "string" || typeof value === "number" ? String(value) : "";
	};
	const called = `${word("name")} ${word("version")}`.trim();
	const say = WORDS[row.action];
	const words = say === undefined ? row.action.replaceAll(/[.-]/g, " ") : say(word, called);
	return row.outcome === "refused"
		? `was refused: ${row.action.replaceAll(/[.-]/g, " ")}${word("code") === "" ? "" : ` (${word("code")})`}`
		: words;
}

const WORDS: Readonly<Record<string, (word: (name: string) => string, called: string) => string>> = {
	"package.add": (word, called) =>
		`${word("source") === "promotion" ? "promoted" : word("source") === "upload" ? "uploaded" : "brought"} ${called}`,
	"package.activate": (_word, called) => `activated ${called}`,
	"calendar.add": (word) => `made the calendar ${word("name")}`,
	"calendar.change": (word) => `changed the calendar ${word("name")}`,
	"calendar.remove": (word) => `removed the calendar ${word("name")}`,
	"calendar.default": (word) => `made ${word("name")} the organisation’s calendar`,
	"calendar.person": (word) => `gave ${word("person")} the calendar ${word("name")}`,
	"location.add": (word) => `made the location ${word("name")}`,
	"location.change": (word) => `changed the location ${word("name")}`,
	"location.remove": (word) => `removed the location ${word("name")}`,
	"location.person": (word) => `put ${word("person")} at ${word("name")}`,
	"supervisor.person": (word) => `made ${word("name")} the supervisor of ${word("person")}`,
	"parameter.set": (word) => `set the parameter ${word("name")}`,
	"parameter.clear": (word) => `cleared the parameter ${word("name")}`,
	"case.retry": () => "retried an incident",
	"case.change-data": () => "changed the data of a case",
	"end-user.create": (word) => `invited ${word("name")}`,
	"end-user.accept": () => "took up the invitation",
	"end-user.update": (word) => `changed the roles of ${word("name")}`,
	"end-user.link": (word) => `made a password link for ${word("name")}`,
	"end-user.activate": (word) => `activated ${word("name")}`,
	"end-user.deactivate": (word) => `deactivated ${word("name")}`,
	"trigger.add": (word) => `added the mail trigger ${word("name")}`,
	"trigger.change": (word) => `changed the mail trigger ${word("name")}`,
	"trigger.delete": (word) => `deleted the mail trigger ${word("name")}`,
	"trigger.order": () => "put the mail triggers in another order",
	"mail.replay": () => "worked a mail off again",
	"mail.allow-address": (word) => `let mail go to ${word("address")} again`,
	"case.suspend": (word) => `suspended a case: ${word("reason")}`,
	"case.resume": () => "resumed a case",
	"case.move-token": () => "moved a token of a case",
	"case.retry-many": (word) => `retried incidents in many cases: ${word("count")}`,
	"case.cancel-many": (word) => `cancelled many cases (${word("count")}): ${word("reason")}`,
	"case.migrate": (word) => `moved running cases to another version: ${word("count")}`,
	"case.migrate-back": (word) => `moved running cases back to the version before: ${word("count")}`,
	"case.cancel": (word) => `cancelled a case: ${word("reason")}`,
};

function readDetail(text: string): Readonly<Record<string, unknown>> {
	try {
		return Object(JSON.parse(text)) as Record<string, unknown>;
	} catch {
		// A detail that was too long is cut off in the trail; the act itself is still told.
		return {};
	}
}
