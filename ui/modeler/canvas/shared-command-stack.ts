import CommandStack from "diagram-js/lib/command/CommandStack";

/** Undo and redo as the room knows them: each person takes back only what they did. */
export interface SharedHistory {
	undo(): void;
	redo(): void;
	canUndo(): boolean;
	canRedo(): boolean;
}

/**
 * bpmn-js's command stack with its history replaced: every button, key and editor action that asks it for undo goes to the
 * shared document's history once that is set.
 */
export class SharedCommandStack extends CommandStack {
	history: SharedHistory | undefined;

	override undo(): void {
		if (this.history === undefined) super.undo();
		else this.history.undo();
	}

	override redo(): void {
		if (this.history === undefined) super.redo();
		else this.history.redo();
	}

	override canUndo(): boolean {
		return this.history === undefined ? super.canUndo() : this.history.canUndo();
	}

	override canRedo(): boolean {
		return this.history === undefined ? super.canRedo() : this.history.canRedo();
	}
}

// Set and not declared, because diagram-js's constructor is a plain function with its own injections.
Object.defineProperty(SharedCommandStack, "$inject", { value: ["eventBus", "injector"] });

export const sharedCommandStack = { commandStack: ["type", SharedCommandStack] };
