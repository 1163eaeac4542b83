import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import * as v from "valibot";
import { automation as automationSchema, type Automation, type ElementAutomation } from "../../domain/deployment/automation.ts";
import { api, asProblem, callApi } from "../kit/api.ts";
import { type Project, readProject, savesOnTheirWay } from "./project.ts";

/** Long enough that a word is typed in one save. */
const SAVE_AFTER_MS = 700;
/** Changes of one thing within this time are one step of undo. */
const ONE_STEP_MS = 1500;
const HISTORY = 100;

export type SaveState =
	| { readonly kind: "saved" }
	| { readonly kind: "saving" }
	/** Not complete enough to be saved; what is missing. Kept here meanwhile. */
	| { readonly kind: "incomplete"; readonly reason: string }
	| { readonly kind: "failed"; readonly reason: string }
	| { readonly kind: "conflict"; readonly reason: string; readonly by: string; readonly version: number };

export interface Editor {
	readonly project: Project;
	readonly automation: Automation;
	/** The version that is saved. */
	readonly version: number;
	readonly save: SaveState;
	readonly readOnly: boolean;
	/** `what` names the thing that is changed: changes of one thing in a row are undone together. */
	readonly change: (what: string, next: (now: Automation) => Automation) => void;
	readonly changeElement: (elementId: string, patch: Partial<ElementAutomation>) => void;
	readonly undo: (() => void) | undefined;
	readonly redo: (() => void) | undefined;
	/** Goes on with what is saved by now: by another in a conflict, or by an act of the server. It can be undone. */
	readonly takeSaved: () => Promise<void>;
	/** In a conflict: saves over what the other saved. It can be undone. */
	readonly keepMine: () => void;
	/** Saves at once what is waiting; false when it can not be saved. */
	readonly flush: () => Promise<boolean>;
	/** The version that is saved, also right after `flush`. */
	readonly savedVersion: () => number;
	/** Set while something was changed that is not in `automation` yet: brings it there. Nothing is saved or left without. */
	readonly pending: { current: (() => Promise<void>) | undefined };
}

function callsOf({ models, calls }: Automation): string {
	return JSON.stringify([models, calls]);
}

/** The draft under edit: saved by itself, undone step by step, never overwritten unseen. */
export function useEditor(initial: Project): Editor {
	const [project, setProject] = useState(initial);
	const [automation, setAutomation] = useState<Automation>(initial.automation);
	const [save, setSave] = useState<SaveState>({ kind: "saved" });
	const [version, setVersion] = useState(initial.version);
	const past = useRef<{ readonly what: string; readonly at: number; readonly before: Automation }[]>([]);
	const future = useRef<Automation[]>([]);
	const now = useRef({ automation, version, saved: initial.automation as Automation, running: undefined as Promise<boolean> | undefined });
	/** The calls of other models that the project's elements were read with. */
	const shown = useRef(callsOf(initial.automation));
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const pending = useRef<() => Promise<void>>(undefined);
	const readOnly = !project.mayEdit;

	const store = useCallback(async (): Promise<boolean> => {
		clearTimeout(timer.current);
		if (pending.current !== undefined) await pending.current();
		clearTimeout(timer.current);
		if (now.current.running !== undefined) await now.current.running;
		const sent = now.current.automation;
		if (sent === now.current.saved) return true;
		const parsed = v.safeParse(automationSchema, sent);
		if (!parsed.success) {
			const issue = parsed.issues[0];
			setSave({ kind: "incomplete", reason: `${v.getDotPath(issue) ?? "draft"}: ${issue.message}` });
			return false;
		}
		setSave({ kind: "saving" });
		const run = (async (): Promise<boolean> => {
			try {
				const answer = await callApi(
					api.studio.projects[":projectId"].draft.$put({
						param: { projectId: initial.id },
						json: { version: now.current.version, automation: parsed.output },
					}),
				);
				now.current.version = answer.version;
				now.current.saved = sent;
				setVersion(answer.version);
				setSave({ kind: "saved" });
				return true;
			} catch (error) {
				const problem = asProblem(error);
				const { version: theirs, savedByName } = problem.more;
				setSave(
					problem.code === "project.conflict" && typeof theirs === "number"
						? { kind: "conflict", reason: problem.message, by: typeof savedByName === "string" ? savedByName : "Somebody", version: theirs }
						: { kind: "failed", reason: problem.message },
				);
				return false;
			} finally {
				now.current.running = undefined;
			}
		})();
		now.current.running = run;
		const done = await run;
		if (done && now.current.automation !== sent) return store();
		// Undone or done again, a call of another model takes its steps away or brings them. Where they cannot be read, the next save asks again.
		if (done && callsOf(sent) !== shown.current)
			readProject(initial.id).then(
				(read) => {
					shown.current = callsOf(read.automation);
					setProject(read);
				},
				() => undefined,
			);
		return done;
	}, [initial.id]);

	const put = useCallback(
		(next: Automation) => {
			now.current.automation = next;
			setAutomation(next);
			clearTimeout(timer.current);
			timer.current = setTimeout(() => void store(), SAVE_AFTER_MS);
		},
		[store],
	);

	const change = useCallback(
		(what: string, next: (now: Automation) => Automation) => {
			if (readOnly) return;
			const before = now.current.automation;
			const after = next(before);
			if (after === before) return;
			const last = past.current.at(-1);
			const at = Date.now();
			if (last?.what === what && at - last.at < ONE_STEP_MS) past.current[past.current.length - 1] = { ...last, at };
			else past.current = [...past.current.slice(-HISTORY), { what, at, before }];
			future.current = [];
			put(after);
		},
		[put, readOnly],
	);

	const changeElement = useCallback(
		(elementId: string, patch: Partial<ElementAutomation>) =>
			change(`element ${elementId} ${Object.keys(patch).join(" ")}`, (draft) => {
				const merged = { ...draft.elements[elementId], ...patch };
				const kept = Object.fromEntries(
					Object.entries(merged).filter(([, value]) => value !== undefined && value !== ""),
				) as ElementAutomation;
				return { ...draft, elements: { ...draft.elements, [elementId]: kept } };
			}),
		[change],
	);

	const undo = (): void => {
		const step = past.current.pop();
		if (step === undefined) return;
		future.current.push(now.current.automation);
		put(step.before);
	};
	const redo = (): void => {
		const next = future.current.pop();
		if (next === undefined) return;
		past.current.push({ what: "", at: 0, before: now.current.automation });
		put(next);
	};

	const takeSaved = async (): Promise<void> => {
		const theirs = await readProject(initial.id);
		past.current.push({ what: "", at: 0, before: now.current.automation });
		now.current = { ...now.current, automation: theirs.automation, saved: theirs.automation, version: theirs.version };
		shown.current = callsOf(theirs.automation);
		setProject(theirs);
		setAutomation(theirs.automation);
		setVersion(theirs.version);
		setSave({ kind: "saved" });
	};
	const keepMine = (): void => {
		if (save.kind !== "conflict") return;
		now.current.version = save.version;
		void store();
	};

	// A page that is left with changes on their way asks; the browser shows its own words.
	useEffect(() => {
		const onLeave = (event: BeforeUnloadEvent): void => {
			if (now.current.automation !== now.current.saved || pending.current !== undefined) event.preventDefault();
		};
		addEventListener("beforeunload", onLeave);
		return () => {
			removeEventListener("beforeunload", onLeave);
			clearTimeout(timer.current);
			if (now.current.automation !== now.current.saved || pending.current !== undefined) savesOnTheirWay.set(initial.id, store());
		};
	}, [store]);

	return {
		project,
		automation,
		version,
		save,
		readOnly,
		change,
		changeElement,
		undo: past.current.length > 0 ? undo : undefined,
		redo: future.current.length > 0 ? redo : undefined,
		takeSaved,
		keepMine,
		flush: store,
		savedVersion: () => now.current.version,
		pending,
	};
}
