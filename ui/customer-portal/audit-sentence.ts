import { ACTION_TITLES } from "../../domain/grants/action-titles.ts";
import { ROLES } from "../../domain/grants/roles.ts";

export interface AuditRow {
	readonly action: string;
	readonly outcome: "done" | "refused";
	/** JSON text. */
	readonly detail: string;
}

type Detail = Readonly<Record<string, unknown>>;

/** What each act says of itself; `%name` stands for a member of its detail. */
const SENTENCES: Readonly<Record<string, string>> = {
	"company.bootstrap": "made the company %company with %administrator as its first administrator",
	"session.sign-in": "signed in",
	"session.end": "ended a session of %name",
	"person.invite": "invited %name (%email)",
	"person.link": "made a new link for %name",
	"person.accept": "took the invitation",
	"person.activate": "activated %name",
	"person.deactivate": "deactivated %name",
	"person.rename": "renamed %before to %after",
	"group.create": "made the group %group",
	"group.rename": "renamed the group %before to %after",
	"group.delete": "deleted the group %group",
	"group.add": "put %person into the group %group",
	"group.remove": "took %person out of the group %group",
	"grant.give": "gave %role on %on to %to",
	"grant.revoke": "took %role on %on from %from",
	"model.create": "made the model %name",
	"model.import": "imported a drawing of %elements elements",
	"model.publish": "published the model %name as revision %number",
	"model.rename": "renamed the model %before to %after",
	"model.delete": "deleted the model %name",
	"model.restore": "brought a deleted model back",
	"library.move": "moved a published process to the category %after",
	"project.create": "made the project %name",
	"project.package": "made package %version",
	"package.add": "added the package %name %version",
	"package.activate": "activated the package %name %version",
	"calendar.add": "made the calendar %name",
	"calendar.change": "changed the calendar %name",
	"calendar.remove": "removed the calendar %name",
	"calendar.default": "made %name the organisation’s calendar",
	"calendar.person": "gave %person the calendar %name",
	"location.add": "made the location %name",
	"location.change": "changed the location %name",
	"location.remove": "removed the location %name",
	"location.person": "put %person at %name",
	"supervisor.person": "made %name the supervisor of %person",
	"case.retry-many": "retried the incidents of %count cases",
	"case.cancel-many": "cancelled %count cases: %reason",
	"case.migrate": "moved %count cases to another version",
	"case.migrate-back": "moved %count cases back to the version before",
	"parameter.set": "set the parameter %name",
	"parameter.clear": "cleared the parameter %name",
	"trigger.add": "added a mail trigger",
	"trigger.change": "changed a mail trigger",
	"trigger.delete": "deleted a mail trigger",
	"trigger.order": "changed the order of the mail triggers",
	"mail.replay": "took a received mail through again",
	"mail.allow-address": "allowed mail to %address again",
	"end-user.create": "made the end user %name (%email)",
	"end-user.link": "made a new password link for the end user %name",
	"end-user.accept": "set a password as an end user",
	"end-user.update": "changed the end user %name",
	"end-user.activate": "activated the end user %name",
	"end-user.deactivate": "deactivated the end user %name",
};

/** An act of the trail in words, to follow the name of who did it. An act that no sentence is known for says its name and facts. */
export function auditSentence(row: AuditRow): string {
	const detail = readDetail(row.detail);
	const known = SENTENCES[row.action];
	const title = row.action in ACTION_TITLES ? ACTION_TITLES[row.action as keyof typeof ACTION_TITLES] : undefined;
	if (known !== undefined) {
		const said = known.replaceAll(/%(\w+)/g, (_, name: string) => valueOf(name, detail[name]));
		return row.outcome === "done" ? said : `tried and was refused: ${said}`;
	}
	if (title !== undefined) return row.outcome === "done" ? `did this: ${title}` : `tried to ${title} and was refused`;
	const facts = Object.entries(detail).map(([name, value]) => `${name} ${valueOf(name, value)}`);
	return `${row.action}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`;
}

function valueOf(name: string, value: unknown): string {
	if (name === "role" && typeof value === "string" && Object.hasOwn(ROLES, value)) return ROLES[value as keyof typeof ROLES].title;
	if (Array.isArray(value)) return value.map(String).join(name === "on" ? " › " : ", ");
	if (value === null || value === undefined) return "–";
	return typeof value === "string" ? value : JSON.stringify(value);
}

function readDetail(text: string): Detail {
	try {
		return Object(JSON.parse(text)) as Detail;
	} catch {
		// A detail that was cut at its limit is no JSON any more; the act's name still says what it was.
		return {};
	}
}
