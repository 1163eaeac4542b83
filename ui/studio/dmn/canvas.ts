import Modeler from "dmn-js/lib/Modeler";
import NavigatedViewer, { type View, type Viewer } from "dmn-js/lib/NavigatedViewer";
import type { Parsed } from "dmn-moddle";
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "../../modeler/canvas/canvas.css";
import "./canvas.css";
import { addPart, type Part } from "./add-parts.ts";
import { giveIds } from "./give-ids.ts";
import { nameControls } from "./name-controls.ts";
import { lostParts } from "./lost-parts.ts";
import { foreignReferences, LANGUAGE, rewrite } from "./moddle.ts";
import { fromEdited, toEdited, type Version } from "./versions.ts";

/** Colours are the theme's, so the drawing follows light and dark by itself. */
const LOOK = {
	defaultFillColor: "var(--diagram-fill)",
	defaultStrokeColor: "var(--diagram-line)",
	defaultLabelColor: "var(--diagram-text)",
};
/** dmn-js's own listeners have 1000. */
const BEFORE_OTHERS = 2000;
const AFTER_OTHERS = 500;

interface Zoomed {
	zoom(to: "fit-viewport", centre: "auto"): void;
}

interface Listeners {
	/** Somebody changed the file here. */
	readonly onChange: () => void;
	/** Another view is shown: the id of the decision, or nothing for the diagram. */
	readonly onView: (id: string | undefined) => void;
}

/** What of a file would be gone if it was edited here; rejects when dmn-js can not read it at all. */
export async function lostByEditing(dmn: string): Promise<readonly string[]> {
	return lostParts(dmn, await rewrite(dmn));
}

/** dmn-js in an element of the page: the diagram, decision tables and expressions of one file. */
export class DmnCanvas {
	readonly mayEdit: boolean;
	readonly #manager: NavigatedViewer;
	#version: Version | undefined;
	#foreign = foreignReferences({ references: [], elementsById: {} });
	/** Whether a file is being read: what happens then is nobody's change. */
	#reading = false;
	readonly #stopNaming: () => void;

	constructor(container: HTMLElement, mayEdit: boolean, listeners: Listeners) {
		this.mayEdit = mayEdit;
		const Kind = mayEdit ? Modeler : NavigatedViewer;
		this.#manager = new Kind({ container, drd: { drdRenderer: LOOK }, moddleExtensions: LANGUAGE });
		this.#stopNaming = nameControls(container);
		this.#manager.on("import.parse.complete", BEFORE_OTHERS, (event: Parsed & { readonly definitions?: Parsed["rootElement"] }) => {
			if (event.definitions === undefined) return;
			this.#foreign = foreignReferences(event);
			giveIds(event.definitions, event.elementsById);
		});
		this.#manager.on("saveXML.start", AFTER_OTHERS, () => {
			this.#foreign.begin();
		});
		this.#manager.on("saveXML.done", AFTER_OTHERS, () => {
			this.#foreign.end();
		});
		this.#manager.on("viewer.created", AFTER_OTHERS, ({ viewer }: { readonly viewer: Viewer }) => {
			viewer.on("commandStack.changed", ({ trigger }: { readonly trigger?: string }) => {
				if (trigger !== "clear" && !this.#reading) listeners.onChange();
			});
		});
		this.#manager.on("views.changed", AFTER_OTHERS, ({ activeView }: { readonly activeView?: View }) => {
			if (activeView !== undefined && !this.#reading) listeners.onView(activeView.type === "drd" ? undefined : activeView.id);
		});
	}

	/** Takes a file in place of the one before. Rejects when dmn-js can not read it; it shows nothing then. */
	async read(dmn: string): Promise<void> {
		const edited = toEdited(dmn);
		this.#reading = true;
		try {
			await this.#manager.importXML(edited.dmn, { open: false });
			this.#version = edited.version;
		} finally {
			this.#reading = false;
		}
	}

	/** Shows a decision or function by its id (its name where the file gives it none), or the diagram. False where this file has no such view. */
	async show(id: string | undefined): Promise<boolean> {
		const view = this.#manager
			.getViews()
			.find((each) => (id === undefined ? each.type === "drd" : each.id === id || each.element.name === id));
		if (view === undefined) return false;
		const active = this.#manager.getActiveView();
		if (active?.id === view.id && active.element === view.element) return true;
		this.#reading = true;
		try {
			await this.#manager.open(view);
		} finally {
			this.#reading = false;
		}
		const drawing = view.type === "drd" ? (this.#manager.getActiveViewer()?.get("canvas") as Zoomed | undefined) : undefined;
		drawing?.zoom("fit-viewport", "auto");
		return true;
	}

	/** The file as it is now, in the version of DMN that it was read in. */
	async text(): Promise<string> {
		const version = this.#version;
		const { xml } = await this.#manager.saveXML({ format: true });
		return version === undefined ? xml : fromEdited(xml, version);
	}

	/** The file with a part more, to be read anew, and the id of the decision that the part is about. What is drawn stays behind. */
	async with(part: Part): Promise<{ readonly dmn: string; readonly id: string | undefined }> {
		const id = addPart(this.#manager.getDefinitions(), part);
		return { dmn: await this.text(), id };
	}

	destroy(): void {
		this.#stopNaming();
		this.#manager.destroy();
	}
}
