import { MoveRight, Pause, PencilLine, Play, Square } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Select, TextArea, TextInput } from "../kit/field.tsx";
import { useQueryParam } from "../kit/query-param.ts";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import { drawnElements, namesOf } from "../work-portal/drawn-elements.ts";
import { useDiagram } from "./case-diagram.ts";
import { cancelCase, changeData, consoleKey, moveToken, resumeCase, retryIncident, suspendCase, type CaseView } from "./console-api.ts";

interface CaseProps {
	readonly environmentId: string;
	readonly caseId: string;
}

/** What an operator can do with a case that has not ended. */
export function CaseActs({ environmentId, caseId, view }: CaseProps & { readonly view: CaseView }) {
	const [mend, setMend] = useQueryParam("mend");
	// From the list of incidents: its data first, then the incident again.
	const incident = view.incidents.find((each) => String(each.incident) === mend && each.resolvedAt === null)?.incident;
	const [open, setOpen] = useState<"data" | "cancel" | "suspend" | "move" | undefined>(incident === undefined ? undefined : "data");
	const close = (): void => {
		setOpen(undefined);
		if (mend !== undefined) setMend(undefined);
	};
	const resume = useAct(() => resumeCase(environmentId, caseId), {
		refresh: [consoleKey(environmentId)],
		onDone: () => toast({ text: "The case goes on, with all that came meanwhile." }),
	});
	return (
		<>
			{view.state === "suspended" ? (
				<Button icon={Play} busy={resume.isPending} onClick={() => resume.mutate()}>
					Resume
				</Button>
			) : (
				<>
					<Button icon={Pause} onClick={() => setOpen("suspend")}>
						Suspend
					</Button>
					<Button icon={MoveRight} disabled={view.tokens.length === 0} onClick={() => setOpen("move")}>
						Move
					</Button>
				</>
			)}
			<Button icon={PencilLine} onClick={() => setOpen("data")}>
				Change data
			</Button>
			<Button icon={Square} onClick={() => setOpen("cancel")}>
				Cancel case
			</Button>
			{open === "data" && <DataDialog environmentId={environmentId} caseId={caseId} view={view} incident={incident} onClose={close} />}
			{open === "suspend" && <SuspendDialog environmentId={environmentId} caseId={caseId} onClose={close} />}
			{open === "move" && <MoveDialog environmentId={environmentId} caseId={caseId} view={view} onClose={close} />}
			{open === "cancel" && <CancelDialog environmentId={environmentId} caseId={caseId} onClose={close} />}
		</>
	);
}

function DataDialog({
	environmentId,
	caseId,
	view,
	incident,
	onClose,
}: CaseProps & {
	readonly view: CaseView;
	/** Tried again once the data is changed. */
	readonly incident: number | undefined;
	readonly onClose: () => void;
}) {
	const [text, setText] = useState(() => JSON.stringify(view.data, null, 2));
	const [error, setError] = useState<string>();
	const retry = useAct(() => retryIncident(environmentId, caseId, incident ?? 0), {
		refresh: [consoleKey(environmentId)],
		onDone: () => toast({ text: "The data is changed, and it was tried again." }),
	});
	const save = useAct((variables: CaseView["data"]) => changeData(environmentId, caseId, variables), {
		refresh: [consoleKey(environmentId)],
		onDone: () => {
			onClose();
			if (incident !== undefined) return retry.mutate();
			toast({ text: "The data is changed.", undo: () => save.mutate(view.data) });
		},
		onProblem: (problem) => setError(problem.message),
	});
	function submit(): void {
		const variables = changedOf(view.data, text);
		if (typeof variables === "string") setError(variables);
		else if (Object.keys(variables).length === 0) onClose();
		else save.mutate(variables);
	}
	return (
		<Dialog
			open
			wide
			title="Change the data of the case"
			onClose={onClose}
			actions={
				<Button look="primary" busy={save.isPending || retry.isPending} onClick={submit}>
					{incident === undefined ? "Change" : "Change and retry"}
				</Button>
			}
		>
			<p class="text-soft">What you change is replaced; what you leave stays. The case’s log keeps who changed what.</p>
			<TextArea label="Data, as JSON" rows={14} value={text} onChange={setText} {...(error === undefined ? {} : { error })} />
		</Dialog>
	);
}

/** The variables whose value differs from before, or a sentence that says what is wrong with the text. */
function changedOf(before: CaseView["data"], text: string): CaseView["data"] | string {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (error) {
		return `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`;
	}
	if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return "The data is an object: names with their values.";
	const given = parsed as CaseView["data"];
	return Object.fromEntries(Object.entries(given).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}

function CancelDialog({ environmentId, caseId, onClose }: CaseProps & { readonly onClose: () => void }) {
	const [reason, setReason] = useState("");
	const cancel = useAct((why: string) => cancelCase(environmentId, caseId, why), {
		refresh: [consoleKey(environmentId)],
		onDone: () => {
			onClose();
			toast({ text: "The case is cancelled. Its open tasks are gone from every inbox." });
		},
	});
	return (
		<Dialog
			open
			title="Cancel the case"
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Keep it</Button>
					<Button look="danger" busy={cancel.isPending} disabled={reason.trim() === ""} onClick={() => cancel.mutate(reason.trim())}>
						Cancel case
					</Button>
				</>
			}
		>
			<p>Its tasks, timers and waits end now. This cannot be undone; what was done stays in its log.</p>
			<TextInput label="Why" required value={reason} onChange={setReason} maxLength={400} />
		</Dialog>
	);
}

function SuspendDialog({ environmentId, caseId, onClose }: CaseProps & { readonly onClose: () => void }) {
	const [reason, setReason] = useState("");
	const suspend = useAct((why: string) => suspendCase(environmentId, caseId, why), {
		refresh: [consoleKey(environmentId)],
		onDone: () => {
			onClose();
			toast({ text: "The case is suspended.", undo: () => void resumeCase(environmentId, caseId) });
		},
	});
	return (
		<Dialog
			open
			title="Suspend the case"
			onClose={onClose}
			actions={
				<Button look="primary" busy={suspend.isPending} disabled={reason.trim() === ""} onClick={() => suspend.mutate(reason.trim())}>
					Suspend
				</Button>
			}
		>
			<p>Nothing in it goes on until you resume it. Timers, messages and answers that come meanwhile are kept, and so are drafts.</p>
			<TextInput label="Why" required value={reason} onChange={setReason} maxLength={400} />
		</Dialog>
	);
}

function MoveDialog({ environmentId, caseId, view, onClose }: CaseProps & { readonly view: CaseView; readonly onClose: () => void }) {
	const diagram = useDiagram(environmentId, caseId, view);
	const elements = useMemo(() => drawnElements(diagram.data?.svg ?? ""), [diagram.data]);
	const names = namesOf(elements);
	const [token, setToken] = useState(String(view.tokens[0]?.token ?? ""));
	const [to, setTo] = useState("");
	const [error, setError] = useState<string>();
	const move = useAct(() => moveToken(environmentId, caseId, Number(token), to), {
		refresh: [consoleKey(environmentId)],
		onDone: () => {
			onClose();
			toast({ text: `The case is at “${names.get(to) ?? to}” now.` });
		},
		onProblem: (problem) => setError(problem.message),
	});
	const called = (id: string): string => names.get(id) || id;
	return (
		<Dialog
			open
			title="Move the case to another step"
			onClose={onClose}
			actions={
				<Button look="primary" busy={move.isPending} disabled={to === ""} onClick={() => move.mutate()}>
					Move
				</Button>
			}
		>
			<p>What it waits for there ends, and the other step begins as if the flow had come to it. Data stays as it is.</p>
			<Select
				label="From"
				value={token}
				onChange={setToken}
				options={view.tokens.map((each) => ({ value: String(each.token), label: called(each.elementId) }))}
			/>
			<Select
				label="To"
				value={to}
				onChange={(id) => {
					setTo(id);
					setError(undefined);
				}}
				placeholder="Choose a step"
				options={elements.filter(({ kind }) => FLOW_NODE.test(kind)).map(({ id }) => ({ value: id, label: called(id) }))}
				{...(error === undefined ? {} : { error })}
			/>
		</Dialog>
	);
}

/** What a token can be put at. */
const FLOW_NODE = /(?:Task|Event|Gateway|SubProcess|Transaction|CallActivity)$/;
