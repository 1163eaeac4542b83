import type { RefObject } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Editor } from "../use-editor.ts";
import type { Part } from "./add-parts.ts";
import type { DmnCanvas } from "./canvas.ts";

/** Long enough that a word is written in one text. */
const WRITE_AFTER_MS = 200;

export type Shown =
	| { readonly kind: "loading" }
	/** `lost`: what editing would lose, so that the file is only shown. */
	| { readonly kind: "shown"; readonly lost: readonly string[] }
	| { readonly kind: "unreadable"; readonly reason: string };

interface Options {
	readonly editor: Editor;
	readonly host: RefObject<HTMLDivElement | null>;
	readonly name: string;
	readonly dmn: string;
	/** Id of a decision or function; the diagram without. */
	readonly view: string | undefined;
	readonly onView: (id: string | undefined) => void;
}

/**
 * dmn-js over one file of the draft: what is changed there goes into the draft as text, and what changes in the draft without it (undo,
 * somebody else's version) is read anew, at the same view and cell.
 */
export function useDmnCanvas({ editor, host, name, dmn, view, onView }: Options) {
	const [shown, setShown] = useState<Shown>({ kind: "loading" });
	/** Whether dmn-js draws the view that is asked for; undefined until it was asked. */
	const [drawn, setDrawn] = useState<boolean>();
	const canvas = useRef<DmnCanvas>(undefined);
	/** The text that canvas and draft both have. */
	const common = useRef<string>(undefined);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const wanted = useRef(view);
	wanted.current = view;
	const turn = useRef(0);
	const latest = useRef({ editor, onView });
	latest.current = { editor, onView };

	const put = useCallback(
		(what: string, text: string): void =>
			latest.current.editor.change(`${what} ${name}`, (draft) => ({
				...draft,
				decisions: (draft.decisions ?? []).map((each) => (each.name === name ? { ...each, dmn: text } : each)),
			})),
		[name],
	);

	const write = useCallback(async (): Promise<void> => {
		clearTimeout(timer.current);
		const text = await canvas.current?.text();
		if (text === undefined || text === common.current) return;
		common.current = text;
		put("decision file", text);
	}, [put]);

	/** Adds a part to the file; the draft's new text is then read as any other. Answers the id of the decision that it is about. */
	const add = useCallback(
		async (part: Part): Promise<string | undefined> => {
			await latest.current.editor.pending.current?.();
			const made = await canvas.current?.with(part);
			if (made !== undefined) put(`part of ${part.kind}`, made.dmn);
			return made?.id;
		},
		[put],
	);

	const changed = useCallback(() => {
		const { pending } = latest.current.editor;
		const own = async (): Promise<void> => {
			await write();
			if (pending.current === own) pending.current = undefined;
		};
		pending.current = own;
		clearTimeout(timer.current);
		timer.current = setTimeout(() => void own(), WRITE_AFTER_MS);
	}, [write]);

	const show = useCallback(async (): Promise<void> => {
		const id = wanted.current;
		const done = await canvas.current?.show(id).catch(() => false);
		if (wanted.current === id) setDrawn(done === true);
	}, []);

	useEffect(() => {
		if (dmn === common.current) return;
		const mine = (turn.current += 1);
		const read = async (): Promise<void> => {
			const made = await import("./canvas.ts");
			const lost = await made.lostByEditing(dmn);
			const element = host.current;
			if (turn.current !== mine || element === null) return;
			const mayEdit = !latest.current.editor.readOnly && lost.length === 0;
			if (canvas.current?.mayEdit !== mayEdit) {
				canvas.current?.destroy();
				canvas.current = new made.DmnCanvas(element, mayEdit, { onChange: changed, onView: (id) => latest.current.onView(id) });
			}
			const back = placeOf(element);
			await canvas.current.read(dmn);
			common.current = dmn;
			await show();
			back();
			setShown({ kind: "shown", lost });
		};
		read().catch((error: unknown) => {
			if (turn.current !== mine) return;
			common.current = undefined;
			setShown({ kind: "unreadable", reason: error instanceof Error ? error.message : "It can not be read." });
		});
	}, [dmn]);

	useEffect(() => {
		if (common.current !== undefined) void show();
	}, [view]);

	useEffect(
		() => () => {
			turn.current += 1;
			// The text is taken before the canvas goes; whoever saves waits for it.
			void latest.current.editor.pending.current?.();
			clearTimeout(timer.current);
			canvas.current?.destroy();
			canvas.current = undefined;
		},
		[],
	);

	return { shown, drawn, add };
}

/** Where the focus is, and the way back to the same cell in a table that is drawn anew. */
function placeOf(container: HTMLElement): () => void {
	const active = document.activeElement;
	const cell =
		active !== null && container.contains(active) ? active.closest<HTMLElement>("[data-element-id]")?.dataset["elementId"] : undefined;
	return () => {
		if (cell === undefined) return;
		const same = container.querySelector<HTMLElement>(`[data-element-id="${CSS.escape(cell)}"]`);
		(same?.querySelector<HTMLElement>("[tabindex], [contenteditable=true], textarea, input") ?? same)?.focus();
	};
}
