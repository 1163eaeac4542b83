import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { useParams } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { useTitle } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded, Skeleton } from "../kit/states.tsx";
import { LinkButton } from "../kit/button.tsx";
import { toast } from "../kit/toast.tsx";
import { useSession } from "../shell/session.ts";
import { Editor } from "./editor.tsx";
import { Room } from "./room/room.ts";

/** One model: joins its room while it is shown. */
export default function ModelView() {
	const { modelId = "" } = useParams();
	const detail = useApi(["modeler", "model", modelId], () =>
		callApi(api.modeler.models[":modelId"].$get({ param: { modelId: modelId as never } })),
	);
	useTitle(detail.data?.name ?? "Model");
	const personId = useSession({ kind: "company" }).data?.person.id;
	const [visit, setVisit] = useState(0);
	return (
		<Loaded query={detail}>
			{(model) =>
				personId === undefined ? (
					<Skeleton />
				) : (
					<InRoom
						key={`${modelId} ${visit} ${model.mayEdit}`}
						model={model}
						personId={personId}
						onAgain={() => setVisit((count) => count + 1)}
					/>
				)
			}
		</Loaded>
	);
}

export interface ModelDetail {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly mayEdit: boolean;
	readonly mayPublish: boolean;
}

function InRoom({ model, personId, onAgain }: { readonly model: ModelDetail; readonly personId: string; readonly onAgain: () => void }) {
	const [room, setRoom] = useState<Room | undefined>(undefined);
	const refused = useSignal(false);
	useEffect(() => {
		const joined = new Room(model.id, { personId, keep: model.mayEdit });
		setRoom(joined);
		const stop = joined.refusal.subscribe((refusal) => {
			if (refusal === undefined || refused.value) return;
			refused.value = true;
			toast({ tone: "error", text: `${refusal.detail} The model is as it was before that change.`, code: refusal.code });
			// What the server did not take must not come back from this browser's copy.
			void joined.destroy(true).then(onAgain);
		});
		return () => {
			stop();
			if (!refused.value) void joined.destroy();
		};
	}, []);
	if (room === undefined || (!room.ready.value && room.state.value !== "gone" && room.state.value !== "refused")) return <Skeleton />;
	if (room.state.value === "gone" || room.state.value === "refused")
		return (
			<EmptyState
				title={room.state.value === "gone" ? "This model was deleted" : "You no longer have access to this model"}
				action={<LinkButton href="/modeler">To the models</LinkButton>}
			>
				{room.state.value === "gone"
					? "Whoever deleted it can bring it back for a moment."
					: "Its owner can give you access again. What you drew is kept in this browser."}
			</EmptyState>
		);
	return <Editor model={model} room={room} />;
}
