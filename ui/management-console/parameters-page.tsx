import { KeyRound, Plus, SlidersHorizontal } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { useAct, useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { clearParameter, consoleKey, readParameters, setParameter, type NewValue, type Parameter } from "./console-api.ts";
import { valueWords } from "./value-words.ts";

/** What cases get from their environment. A value set here wins over every package's, now and after each deployment. */
export function ParametersPage({ environmentId }: { readonly environmentId: string }) {
	const query = useApi(consoleKey(environmentId, "parameters"), () => readParameters(environmentId));
	const [edited, setEdited] = useState<Parameter | "new">();
	const refresh = [consoleKey(environmentId)];
	const clear = useAct((parameter: Parameter) => clearParameter(environmentId, parameter.name), {
		refresh,
		onDone: (_answer, parameter) => {
			const before = parameter.override;
			toast({
				text: parameter.default === null ? `${parameter.label} has no value now.` : `${parameter.label} is the package’s again.`,
				// A secret that was taken away is gone: nobody can read it to put it back.
				...(before === null
					? {}
					: { undo: () => restore.mutate({ name: parameter.name, value: JSON.parse(before) as string | number | boolean }) }),
			});
		},
	});
	const restore = useAct(
		({ name, value }: { readonly name: string; readonly value: string | number | boolean }) =>
			setParameter(environmentId, name, { kind: "value", value }),
		{ refresh },
	);
	return (
		<Page
			title="Parameters"
			subtitle="A value set here wins over every package’s and stays when another package is activated."
			actions={
				<Button icon={Plus} onClick={() => setEdited("new")}>
					New value
				</Button>
			}
		>
			<Loaded query={query}>
				{({ parameters }) =>
					parameters.length === 0 ? (
						<EmptyState icon={SlidersHorizontal} title="No parameters yet">
							Packages name what differs between environments, such as an address or a token. A value can be set before the package comes.
						</EmptyState>
					) : (
						<div class="rounded-box border border-line bg-base-100">
							<Table
								label="Parameters"
								rows={parameters}
								idOf={(each) => each.name}
								columns={[
									{
										key: "name",
										title: "Parameter",
										cell: (each) => (
											<span class="flex flex-col py-1">
												<span class="font-medium">{each.label}</span>
												{each.label !== each.name && <code class="text-xs text-soft">{each.name}</code>}
											</span>
										),
									},
									{
										key: "default",
										title: "Package",
										cell: (each) => (
											<span class="block min-w-20 wrap-anywhere text-soft">{each.type === "secret" ? "–" : valueWords(each.default)}</span>
										),
										minor: true,
									},
									{
										key: "own",
										title: "Set here",
										cell: (each) => (
											<span class="wrap-anywhere">
												{each.type === "secret" ? (each.isSet ? "••••••" : "–") : valueWords(each.override)}
											</span>
										),
										minor: true,
									},
									{ key: "effective", title: "Cases get", cell: (each) => <Effective parameter={each} /> },
									{ key: "when", title: "Changed", cell: (each) => each.changedAt !== null && <Changed parameter={each} />, minor: true },
									{
										key: "acts",
										title: "Acts",
										hideTitle: true,
										cell: (each) => (
											<span class="flex items-end justify-end gap-1 max-xl:flex-col xl:gap-2">
												<Button small onClick={() => setEdited(each)} title={`Set ${each.label}`}>
													{each.type === "secret" && each.isSet ? "Replace" : "Set"}
												</Button>
												{each.changedAt !== null && (
													<Button
														small
														look="quiet"
														busy={clear.isPending}
														onClick={() => clear.mutate(each)}
														title={`Take the value of ${each.label} away`}
													>
														Clear
													</Button>
												)}
											</span>
										),
									},
								]}
							/>
						</div>
					)
				}
			</Loaded>
			{edited !== undefined && (
				<ValueDialog environmentId={environmentId} parameter={edited === "new" ? undefined : edited} onClose={() => setEdited(undefined)} />
			)}
		</Page>
	);
}

function Effective({ parameter }: { readonly parameter: Parameter }) {
	if (parameter.neededBy !== null && !parameter.isSet) return <StatusChip tone="warning">{`Needed by ${parameter.neededBy}`}</StatusChip>;
	if (parameter.neededBy !== null) return <span class="text-soft">Waits for {parameter.neededBy}</span>;
	if (!parameter.used) return <StatusChip tone="neutral">Not used by what runs</StatusChip>;
	if (!parameter.isSet) return <StatusChip tone="error">No value</StatusChip>;
	if (parameter.type === "secret")
		return (
			<StatusChip tone="success" icon={KeyRound}>
				Secret is set
			</StatusChip>
		);
	return <span class="block font-medium sm:min-w-28 wrap-anywhere">{valueWords(parameter.effective)}</span>;
}

function Changed({ parameter }: { readonly parameter: Parameter }) {
	return (
		<span class="text-soft">
			<RelativeTime at={parameter.changedAt ?? 0} /> by {parameter.changedBy}
		</span>
	);
}

type Kind = Parameter["type"];
const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
	{ value: "text", label: "Text" },
	{ value: "number", label: "Number" },
	{ value: "boolean", label: "Yes or no" },
	{ value: "secret", label: "Secret" },
];

function ValueDialog({
	environmentId,
	parameter,
	onClose,
}: {
	readonly environmentId: string;
	readonly parameter: Parameter | undefined;
	readonly onClose: () => void;
}) {
	const [name, setName] = useState(parameter?.name ?? "");
	const [kind, setKind] = useState<Kind>(parameter?.type ?? "text");
	const [text, setText] = useState(parameter === undefined || parameter.effective === null ? "" : String(JSON.parse(parameter.effective)));
	const [error, setError] = useState<{ readonly field: string; readonly text: string }>();
	const save = useAct((value: NewValue) => setParameter(environmentId, name.trim(), value), {
		refresh: [consoleKey(environmentId)],
		onDone: () => {
			onClose();
			toast({ text: `${parameter?.label ?? name.trim()} is set. New cases get it.` });
		},
		onProblem: (problem) =>
			setError({
				field: problem.status === 404 ? "name" : "value",
				text: problem.status === 404 ? "A name starts with a small letter and has only letters and digits." : problem.message,
			}),
	});
	function submit(): void {
		if (kind === "secret") {
			if (text === "") setError({ field: "value", text: "Type the secret." });
			else save.mutate({ kind: "secret", value: text });
			return;
		}
		if (kind === "number" && (text.trim() === "" || !Number.isFinite(Number(text)))) {
			setError({ field: "value", text: "Type a number." });
			return;
		}
		save.mutate({ kind: "value", value: kind === "number" ? Number(text) : kind === "boolean" ? text === "true" : text });
	}
	const wrong = (field: string): string | undefined => (error?.field === field ? error.text : undefined);
	return (
		<Dialog
			open
			title={parameter === undefined ? "New value" : parameter.label}
			onClose={onClose}
			actions={
				<Button look="primary" type="submit" form="parameter" busy={save.isPending}>
					Set
				</Button>
			}
		>
			<form
				id="parameter"
				class="flex flex-col gap-4"
				onSubmit={(event) => {
					event.preventDefault();
					submit();
				}}
			>
				{parameter === undefined && (
					<>
						<TextInput
							label="Name"
							help="As the package names it: requestLimit"
							value={name}
							onChange={setName}
							error={wrong("name")}
							required
							maxLength={60}
						/>
						<Select
							label="Type"
							value={kind}
							onChange={(value) => setKind(KINDS.find((each) => each.value === value)?.value ?? "text")}
							options={KINDS}
						/>
					</>
				)}
				{kind === "boolean" ? (
					<Checkbox
						label={parameter?.label ?? "Yes"}
						value={text === "true"}
						onChange={(on) => setText(String(on))}
						error={wrong("value")}
					/>
				) : (
					<TextInput
						label={kind === "secret" ? "Secret" : "Value"}
						type={kind === "secret" ? "password" : "text"}
						autoComplete="off"
						{...(kind === "secret" ? { help: "It is sealed at once. Nobody can read it here again." } : {})}
						{...(kind === "number" ? { inputMode: "decimal" as const } : {})}
						value={text}
						onChange={setText}
						error={wrong("value")}
					/>
				)}
			</form>
		</Dialog>
	);
}
