import { ChevronDown, Plus, SquareArrowRight, Table2, TextQuote } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { TextInput } from "../../kit/field.tsx";
import { Menu } from "../../kit/menu.tsx";
import type { Part } from "./add-parts.ts";
import type { Entry } from "./file-outline.ts";

interface Props {
	/** The decision that is open. */
	readonly entry: Entry | undefined;
	/** Names that the file has already. */
	readonly taken: ReadonlySet<string>;
	readonly onAdd: (part: Part) => void;
}

/** Adds a decision to the file, or an input to the decision that is open. */
export function AddPart({ entry, taken, onAdd }: Props) {
	const [naming, setNaming] = useState<{ readonly title: string; readonly part: (name: string) => Part }>();
	const [name, setName] = useState("");
	const chosen = name.trim();
	const ask = (title: string, part: (name: string) => Part): void => {
		setName("");
		setNaming({ title, part });
	};
	return (
		<>
			<Menu
				label="Add"
				class="btn btn-sm"
				placement="bottom-end"
				items={[
					{
						value: "table",
						label: "Decision with a table",
						icon: Table2,
						run: () => ask("New decision with a table", (called) => ({ kind: "decision", name: called, logic: "table" })),
					},
					{
						value: "expression",
						label: "Decision with an expression",
						icon: TextQuote,
						run: () => ask("New decision with an expression", (called) => ({ kind: "decision", name: called, logic: "expression" })),
					},
					...(entry?.kind === "decision"
						? [
								{
									value: "input",
									label: `Input of “${entry.name}”`,
									...(entry.logic?.name === "decisionTable" && { detail: "With a column in its table" }),
									icon: SquareArrowRight,
									run: () => ask(`New input of “${entry.name}”`, (called) => ({ kind: "input", name: called, of: entry.id })),
								},
							]
						: []),
				]}
			>
				<Plus size={14} aria-hidden /> Add <ChevronDown size={14} aria-hidden />
			</Menu>
			<Dialog
				open={naming !== undefined}
				title={naming?.title ?? ""}
				onClose={() => setNaming(undefined)}
				actions={
					<>
						<Button onClick={() => setNaming(undefined)}>Cancel</Button>
						<Button look="primary" type="submit" form="dmn-part-name" disabled={chosen === "" || taken.has(chosen)}>
							Add it
						</Button>
					</>
				}
			>
				<form
					id="dmn-part-name"
					onSubmit={(event) => {
						event.preventDefault();
						if (chosen === "" || taken.has(chosen) || naming === undefined) return;
						setNaming(undefined);
						onAdd(naming.part(chosen));
					}}
				>
					<TextInput
						label="Name"
						help="Expressions call it by this name."
						value={name}
						maxLength={100}
						autoFocus
						error={taken.has(chosen) && chosen !== "" ? "The file has something of this name." : undefined}
						onChange={setName}
					/>
				</form>
			</Dialog>
		</>
	);
}
