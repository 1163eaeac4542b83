import { useState } from "preact/hooks";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextArea } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { toast } from "../kit/toast.tsx";
import type { Finding } from "./import-report.tsx";
import type { ModelDetail } from "./model-view.tsx";

interface PublishDialogProps {
	readonly model: ModelDetail;
	readonly onClose: () => void;
	readonly onProblems: (problems: readonly Finding[]) => void;
}

/** Puts the model as it is now into the Process Library. */
export function PublishDialog({ model, onClose, onProblems }: PublishDialogProps) {
	const [note, setNote] = useState("");
	const publish = useAct(
		(text: string) =>
			callApi(api.modeler.models[":modelId"].publish.$post({ param: { modelId: model.id as never }, json: { note: text } })),
		{
			refresh: [["modeler"], ["library"]],
			onDone: ({ number }) => {
				onClose();
				toast({ text: `Revision ${number} is in the Process Library.` });
			},
			onProblem: (problem) => {
				const problems = problem.more["problems"];
				toast({ tone: "error", text: problem.message, code: problem.code });
				if (Array.isArray(problems)) onProblems(problems as Finding[]);
			},
		},
	);
	return (
		<Dialog
			open
			title={`Publish “${model.name}”`}
			onClose={onClose}
			actions={
				<>
					<Button onClick={onClose}>Cancel</Button>
					<Button look="primary" busy={publish.isPending} onClick={() => publish.mutate(note)}>
						Publish
					</Button>
				</>
			}
		>
			<p class="text-soft">Everyone who may read the Process Library sees the model as it is now. You can go on drawing.</p>
			<TextArea label="What is new" value={note} onChange={setNote} maxLength={2000} />
		</Dialog>
	);
}
