import { useSearchParams } from "wouter-preact";
import { ACTION_TITLES } from "../../domain/grants/action-titles.ts";
import { ACTIONS, type Action } from "../../domain/grants/actions.ts";
import { Select } from "../kit/field.tsx";
import { Section } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { Loaded, Skeleton } from "../kit/states.tsx";
import { actionsOf, useWhoCan, type NodeName, type PersonWhoCan } from "./data.ts";

/** Asks who can do something on a node, and answers with the reason beside each name. */
export function WhoCan({ node }: { readonly node: NodeName }) {
	const [params, setParams] = useSearchParams();
	const asked = ACTIONS.find((each) => each === params.get("can")) ?? ("" as const);
	const people = useWhoCan(node, asked);
	function ask(value: string): void {
		setParams(
			(before) => {
				if (value === "") before.delete("can");
				else before.set("can", value);
				return before;
			},
			{ replace: true },
		);
	}
	return (
		<Section
			title="Who can…?"
			actions={
				<Select
					label="Who can"
					hideLabel
					value={asked}
					onChange={ask}
					placeholder="do anything here"
					options={actionsOf(node.level).map((action) => ({ value: action, label: ACTION_TITLES[action] }))}
				/>
			}
		>
			<Loaded query={people} skeleton={<Skeleton rows={2} />} small>
				{(found) => (found.length === 0 ? <Nobody action={asked} /> : <Reasons people={found} />)}
			</Loaded>
		</Section>
	);
}

function Nobody({ action }: { readonly action: Action | "" }) {
	return <p class="text-soft">{action === "" ? "Nobody holds a role here." : `Nobody can ${ACTION_TITLES[action]}.`}</p>;
}

function Reasons({ people }: { readonly people: readonly PersonWhoCan[] }) {
	return (
		<ul class="flex flex-col gap-2">
			{people.map((person) => (
				<li key={person.id} class="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
					<span class="w-48 shrink-0">
						<Person name={person.name} />
					</span>
					<span class="min-w-0 flex-1 text-soft">
						because of{" "}
						{person.because.map((reason, index) => (
							<span key={reason.grantId}>
								{index > 0 && (index === person.because.length - 1 ? " and " : ", ")}
								<span class="text-base-content">{reason.title}</span> on {reason.scopeName}
								{reason.group !== null && <> through the group {reason.group}</>}
							</span>
						))}
					</span>
				</li>
			))}
		</ul>
	);
}
