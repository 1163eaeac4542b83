import { oneLine } from "./safe-text.ts";

/** What the mail "a task is waiting for you" says. */
export interface TaskNotification {
	readonly personName: string;
	readonly taskTitle: string;
	readonly process: string;
	readonly caseNumber: string;
	readonly caseTitle: string;
	readonly starterName: string;
	/** `true`: it is given to this person; `false`: it waits for whoever claims it first. */
	readonly given: boolean;
	/** An alarm rather than news: of a task or of the whole case, which is late or will be. */
	readonly alarm?: { readonly late: boolean; readonly task: boolean };
	/** In words, with the time zone; `null` when the task has no time limit. */
	readonly due: string | null;
	/** Facts of the case, in the order in which they are shown. */
	readonly facts: readonly { readonly label: string; readonly value: string }[];
	/** The task's address in the Work Portal. */
	readonly url: string;
}

export interface MailContent {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}

/** Writes the notification as text and as HTML that says the same. Everything from the case is escaped and on one line. */
export function writeTaskNotification(given: TaskNotification): MailContent {
	const title = oneLine(given.taskTitle, 200);
	const facts = [
		{ label: "Process", value: given.process },
		{ label: "Case", value: given.caseTitle === "" ? given.caseNumber : `${given.caseNumber} · ${given.caseTitle}` },
		...(given.starterName === "" ? [] : [{ label: "Started by", value: given.starterName }]),
		...(given.due === null ? [] : [{ label: "Due", value: given.due }]),
		...given.facts,
	].map((fact) => ({ label: oneLine(fact.label, 80), value: oneLine(fact.value, 300) }));
	const lead = leadOf(given);
	const link = given.alarm?.task === false ? "Open the case" : "Open the task";
	const greeting = `Hello ${oneLine(given.personName, 120)},`;
	const foot = `Reply to this mail to add your answer and its attachments to the case.${given.alarm?.task === false ? "" : " It does not complete the task."}`;
	const text = [
		greeting,
		"",
		lead,
		"",
		`  ${title}`,
		"",
		...facts.map((fact) => `  ${fact.label}: ${fact.value}`),
		"",
		`${link}: ${given.url}`,
		"",
		foot,
		"",
	].join("\n");
	const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body style="margin:0;padding:24px;background:#f4f5f7;color:#1d2433;font:15px/1.5 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d8dce3;border-radius:8px"><p style="margin:0 0 16px">${escape(greeting)}</p><p style="margin:0 0 4px;color:#505a6b">${escape(lead)}</p><h1 style="margin:0 0 16px;font-size:20px">${escape(title)}</h1><table style="border-collapse:collapse;margin:0 0 20px">${facts
		.map(
			(fact) =>
				`<tr><th scope="row" style="padding:4px 16px 4px 0;text-align:left;font-weight:400;color:#505a6b;vertical-align:top">${escape(fact.label)}</th><td style="padding:4px 0">${escape(fact.value)}</td></tr>`,
		)
		.join(
			"",
		)}</table><p style="margin:0 0 20px"><a href="${escape(given.url)}" style="display:inline-block;padding:10px 16px;background:#3355cc;color:#ffffff;text-decoration:none;border-radius:6px">${link}</a></p><p style="margin:0;color:#505a6b;font-size:13px">${escape(foot)}</p></div></body></html>`;
	return {
		subject: oneLine(
			`${given.alarm === undefined ? "" : given.alarm.late ? "Overdue: " : "Due soon: "}${given.taskTitle} · ${given.caseNumber}`,
			200,
		),
		text,
		html,
	};
}

function leadOf({ alarm, given }: TaskNotification): string {
	if (alarm !== undefined) return `This ${alarm.task ? "task" : "case"} ${alarm.late ? "is overdue" : "is due soon"}:`;
	return given ? "This task is yours:" : "This task waits for you or a colleague; whoever claims it first does it:";
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
	return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");
}
