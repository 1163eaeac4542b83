import type { CaseView } from "../../../domain/case/view.ts";
import type { Answer } from "../../../tools/acts.ts";
import type { Client } from "../../../tools/client.ts";
import type { Known } from "./record.ts";
import type { World } from "./world.ts";

export interface Person {
	readonly name: string;
	readonly client: Client;
}

/** One person at work, on cases of their own, so that they know what each must be like. */
export class Runner {
	readonly cases: Known[] = [];
	readonly person: Person;
	readonly #world: World;
	readonly #admin: Client;
	readonly #environmentId: string;
	readonly #name: string;
	readonly #below: (below: number) => number;
	#made = 0;

	constructor(world: World, person: Person, admin: Client, environmentId: string, name: string, below: (below: number) => number) {
		this.#world = world;
		this.person = person;
		this.#admin = admin;
		this.#environmentId = environmentId;
		this.#name = name;
		this.#below = below;
	}

	async work(): Promise<void> {
		while (!this.#world.stopped) await this.#round();
	}

	async #round(): Promise<void> {
		const dice = this.#below(100);
		const open = this.cases.filter((known) => !known.cancelled && !known.completed.has("Close"));
		const known = open[this.#below(Math.max(open.length, 1))];
		if (known === undefined || dice < 30) return this.#start();
		if (dice < 65) return known.completed.has("Take") ? this.#close(known) : this.#take(known);
		if (dice < 80) return this.#correct(known);
		if (dice < 95) return this.#holdAndResume(known);
		if (dice < 97) return this.#cancel(known);
		return this.#start();
	}

	async #start(): Promise<void> {
		const marker = `${this.#name}-${++this.#made}`;
		const idempotencyKey = crypto.randomUUID();
		const values = { marker };
		const start = () =>
			this.person.client.json<Answer & { readonly number: string }>("POST", `/api/work/${this.#environmentId}/cases`, {
				values,
				idempotencyKey,
			});
		const started = await this.#world.act(start, () => Promise.resolve(false));
		if (started === undefined) return;
		const { caseId, number } = started;
		const known: Known = { marker, caseId, number, completed: new Map(), note: undefined, cancelled: false, draft: undefined };
		this.cases.push(known);
		if (this.#below(5) > 0) await this.#take(known);
	}

	async #take(known: Known): Promise<void> {
		const task = await this.#claim(known, "Take");
		if (task === undefined) return;
		const at = `/api/work/${this.#environmentId}/tasks/${known.caseId}.${task}`;
		if (this.#below(3) === 0) {
			const draft = `draft ${this.#below(1_000_000)}`;
			await this.#world.act(
				() => this.person.client.json("PUT", `${at}/draft`, { values: { taken: draft } }),
				async () => (await this.draft(known)) === draft,
			);
			known.draft = draft;
			if (this.#below(3) === 0) return;
		}
		await this.#complete(known, "Take", task, { taken: `taken ${this.#below(1_000_000)}` });
		known.draft = undefined;
	}

	async #close(known: Known): Promise<void> {
		const task = await this.#claim(known, "Close");
		if (task !== undefined) await this.#complete(known, "Close", task, { closed: `closed ${this.#below(1_000_000)}` });
	}

	/** Answers the task that one has now; none when it has not come yet. */
	async #claim(known: Known, element: string): Promise<number | undefined> {
		const task = (await this.page(known)).tasks.find((each) => each.elementId === element && each.state === "open");
		if (task === undefined) return undefined;
		const at = `/api/work/${this.#environmentId}/tasks/${known.caseId}.${task.task}`;
		const assignee = async () => (await this.page(known)).tasks.find((each) => each.task === task.task)?.assigneeName ?? null;
		await this.#world.act(
			() => this.person.client.json("POST", `${at}/claim`),
			async () => (await assignee()) === this.person.name,
		);
		if (this.#below(8) > 0) return task.task;
		await this.#world.act(
			() => this.person.client.json("POST", `${at}/release`),
			async () => (await assignee()) === null,
		);
		return this.#claim(known, element);
	}

	async #complete(known: Known, element: string, task: number, values: Readonly<Record<string, string>>): Promise<void> {
		await this.#world.act(
			() => this.person.client.json("POST", `/api/work/${this.#environmentId}/tasks/${known.caseId}.${task}/complete`, { values }),
			async () => (await this.page(known)).tasks.find((each) => each.task === task)?.state === "completed",
		);
		known.completed.set(element, Object.values(values)[0] ?? "");
	}

	async #correct(known: Known): Promise<void> {
		const note = `note ${this.#below(1_000_000_000)}`;
		await this.#operate(known, "PUT", "data", { variables: { note } }, (page) => page.data["note"] === note);
		known.note = note;
	}

	async #holdAndResume(known: Known): Promise<void> {
		await this.#operate(known, "POST", "suspend", { reason: "to see whether it goes on" }, (page) => page.state === "suspended");
		await this.#operate(known, "POST", "resume", undefined, (page) => page.state === "running");
	}

	async #cancel(known: Known): Promise<void> {
		await this.#operate(known, "POST", "cancel", { reason: "not needed any more" }, (page) => page.state === "cancelled");
		known.cancelled = true;
	}

	async #operate(known: Known, method: string, act: string, body: unknown, done: (page: CaseView) => boolean): Promise<void> {
		await this.#world.act(
			() => this.#admin.json(method, `/api/console/${this.#environmentId}/cases/${known.caseId}/${act}`, body),
			async () => done(await this.page(known)),
		);
	}

	page(known: Known): Promise<CaseView> {
		return this.#world.look(() => this.person.client.json("GET", `/api/work/${this.#environmentId}/cases/${known.caseId}`));
	}

	/** What one has filled in of the first task so far. */
	async draft(known: Known): Promise<unknown> {
		const task = (await this.page(known)).tasks.find((each) => each.elementId === "Take")?.task;
		const { draft } = await this.#world.look(() =>
			this.person.client.json<{ draft: { values: Record<string, unknown> } | null }>(
				"GET",
				`/api/work/${this.#environmentId}/tasks/${known.caseId}.${task}`,
			),
		);
		return draft?.values["taken"];
	}
}
