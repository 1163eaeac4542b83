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
	/** Called when a command broke off in the middle; what it did so far is on the canvas and must not stay. */
	onBroken: ((error: unknown) => void) | undefined;
	#depth = 0;

	/**
	 * Runs a command. diagram-js counts a command that threw as running for ever, and what is drawn after it would never be
	 * stored: here it is ended.
	 */
	override execute(command: string, context: object): void {
		this.#depth += 1;
		try {
			super.execute(command, context);
		} catch (error) {
			if (this.#depth === 1) this.#breakOff(error);
			throw error;
		} finally {
			this.#depth -= 1;
		}
	}

	#breakOff(error: unknown): void {
		Object.assign(this, { _currentExecution: { actions: [], dirty: [], trigger: null } });
		this.clear(false);
		this.onBroken?.(error);
	}

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
