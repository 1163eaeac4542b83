import { REMINDERS } from "./errand.ts";
import type { Call, Finding, Known, LoggedStep, Seen } from "./record.ts";

/** What must be true of one case: what was acknowledged is there, and nothing came twice. `calls` are those for its marker. */
export function checkCase(known: Known, seen: Seen, calls: readonly Call[]): Finding[] {
	const findings: Finding[] = [];
	const wrong = (what: string): void => void findings.push({ case: known.number, what });
	const { page, log } = seen;

	if (page.number !== known.number) wrong(`lost: its number is ${page.number}`);
	if (page.data["marker"] !== known.marker) wrong(`lost: its marker is ${JSON.stringify(page.data["marker"])}`);
	if (page.incidents.some((each) => each.resolvedAt === null)) wrong(`incident: ${page.incidents.map((each) => each.detail).join()}`);
	log.forEach(({ sequence }, index) => {
		if (sequence !== index + 1) wrong(`lost: step ${index + 1} of the log is ${sequence}`);
	});
	if (count(log, "case-started") !== 1) wrong(`twice: started ${count(log, "case-started")} times`);

	for (const element of ["Take", "Close"]) {
		const value = known.completed.get(element);
		const tasks = page.tasks.filter((task) => task.elementId === element);
		if (tasks.length > 1) wrong(`twice: ${tasks.length} tasks ${element}`);
		const left = count(log, "element-left", element, { how: "completed" });
		if (left > 1) wrong(`twice: ${element} completed ${left} times`);
		if (value === undefined) continue;
		if (tasks[0]?.state !== "completed" || left !== 1) wrong(`lost: ${element} was completed and is ${tasks[0]?.state ?? "not there"}`);
		const data = page.data[element === "Take" ? "taken" : "closed"];
		if (data !== value) wrong(`lost: ${element} was completed with ${value} and has ${JSON.stringify(data)}`);
	}
	if (known.note !== undefined && page.data["note"] !== known.note) wrong(`lost: the data were corrected to ${known.note}`);
	const ended = known.cancelled ? "cancelled" : known.completed.has("Close") ? "completed" : "running";
	if (page.state !== ended) wrong(`lost: it is ${page.state}, not ${ended}`);

	for (const element of ["Pause", "Paid", "Ship"]) {
		const came = count(log, "wait-closed", element);
		if (came > 1) wrong(`twice: ${element} came ${came} times`);
		if (came === 0 && page.tasks.some((task) => task.elementId === "Close")) wrong(`lost: ${element} never came`);
	}
	const reminders = count(log, "element-passed", "Reminded");
	if (reminders > REMINDERS) wrong(`twice: reminded ${reminders} times`);
	if (reminders < REMINDERS && page.state === "running" && !known.completed.has("Take")) wrong(`lost: reminded ${reminders} times`);
	const rings = count(log, "alarm-rung");
	if (rings > 1) wrong(`twice: the alarm rang ${rings} times`);
	const close = page.tasks.find((task) => task.elementId === "Close");
	if (rings === 0 && close?.state === "open") wrong("lost: the alarm never rang");

	const keys = new Set(calls.map((call) => call.key));
	if (keys.size > 1) wrong(`twice: its outside effect came under ${keys.size} keys`);
	if (count(log, "wait-closed", "Ship") === 1 && keys.size === 0) wrong("lost: its outside effect never came");
	if (keys.size > 0 && count(log, "wait-opened", "Ship") === 0) wrong("twice: an outside effect of a step that was never made");
	return findings;
}

/** What the Worklist must tell: every case in its state and every open task, each once. */
export function checkLists(
	seen: readonly Seen[],
	listed: readonly { readonly caseId: string; readonly state: string }[],
	inboxes: ReadonlyMap<string, readonly string[]>,
): Finding[] {
	const findings: Finding[] = [];
	const shown = new Map<string, string[]>();
	for (const { caseId, state } of listed) shown.set(caseId, [...(shown.get(caseId) ?? []), state]);
	for (const { page } of seen) {
		const rows = shown.get(page.caseId) ?? [];
		shown.delete(page.caseId);
		if (rows.length !== 1)
			findings.push({ case: page.number, what: `${rows.length === 0 ? "lost" : "twice"}: in the list ${rows.length} times` });
		else if (rows[0] !== page.state) findings.push({ case: page.number, what: `lost: the list says ${rows[0]}, the case ${page.state}` });
	}
	for (const caseId of shown.keys()) findings.push({ case: caseId, what: "twice: a case that nobody started" });

	for (const [person, tasks] of inboxes) {
		const expected = new Map<string, string>();
		for (const { page } of seen)
			for (const task of page.tasks)
				if (task.state === "open" && (task.assigneeName === null || task.assigneeName === person))
					expected.set(`${page.caseId}.${task.task}`, page.number);
		for (const task of tasks) if (!expected.delete(task)) findings.push({ case: task, what: `twice: in the inbox of ${person}` });
		for (const number of expected.values()) findings.push({ case: number, what: `lost: no task in the inbox of ${person}` });
	}
	return findings;
}

/** How many entries of a kind there are, of one element, with these members. */
function count(log: readonly LoggedStep[], kind: string, elementId?: string, members: Readonly<Record<string, unknown>> = {}): number {
	return log.reduce(
		(sum, step) =>
			sum +
			step.entries.filter(
				(entry) =>
					entry["kind"] === kind &&
					(elementId === undefined || entry["elementId"] === elementId) &&
					Object.entries(members).every(([name, value]) => entry[name] === value),
			).length,
		0,
	);
}
