import { Play } from "lucide-preact";
import { useState } from "preact/hooks";
import { type Tried, tryDecision } from "../../domain/rules/dmn/try-decision.ts";
import { Button } from "../kit/button.tsx";
import { FeelField } from "./feel-field.tsx";

interface Props {
	readonly dmn: string;
	readonly imported: readonly string[];
	readonly decision: string;
	/** Names of the file's inputs. */
	readonly inputs: readonly string[];
	/** What is around it says what is tried. */
	readonly hideTitle?: boolean;
	/** Told which rules of which tables hit; none where it failed. */
	readonly onTried?: (tables: Tried["tables"]) => void;
}

/** Inputs → what the decision gives, and which rules hit. Runs here, by the evaluator that runs cases. */
export function DecisionTryOut({ dmn, imported, decision, inputs, hideTitle, onTried }: Props) {
	const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
	const [tried, setTried] = useState<ReturnType<typeof tryDecision>>();
	return (
		<fieldset class="flex flex-col gap-2">
			<legend class={hideTitle === true ? "sr-only" : "font-medium"}>Try it</legend>
			{inputs.map((name) => (
				<FeelField
					key={name}
					label={name}
					value={given[name] ?? ""}
					placeholder={'12, "gold" or date("2026-11-27")'}
					onChange={(source) => setGiven({ ...given, [name]: source })}
				/>
			))}
			<div>
				<Button
					small
					icon={Play}
					onClick={() => {
						const outcome = tryDecision(
							dmn,
							imported,
							decision,
							Object.fromEntries(inputs.map((name) => [name, given[name] ?? ""])),
							Date.now(),
						);
						setTried(outcome);
						onTried?.(outcome.ok ? outcome.value.tables : []);
					}}
				>
					Decide
				</Button>
			</div>
			<div role="status">
				{tried?.ok === false && (
					<p class="text-sm text-error">
						{tried.error.at === undefined ? "" : `${tried.error.at}: `}
						{tried.error.detail}
					</p>
				)}
				{tried?.ok === true && (
					<>
						<p>
							{decision} is <code>{JSON.stringify(tried.value.value)}</code>
						</p>
						<ul class="text-sm text-soft">
							{tried.value.tables.map((table, index) => (
								// oxlint-disable-next-line react/no-array-index-key -- an answer never changes its order
								<li key={index}>
									{table.decision}: {rulesText(table.rules)} for{" "}
									{table.inputs.map((input) => `${input.expression} = ${input.value}`).join(", ")}
									{table.problem !== null && `. ${table.problem}`}
								</li>
							))}
						</ul>
					</>
				)}
			</div>
		</fieldset>
	);
}

function rulesText(rules: readonly number[]): string {
	if (rules.length === 0) return "no rule holds";
	return rules.length === 1 ? `rule ${rules[0]} holds` : `rules ${rules.join(", ")} hold`;
}
