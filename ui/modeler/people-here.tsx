import type { Signal } from "@preact/signals";
import { Monogram } from "../kit/person.tsx";
import { colourOf } from "./canvas/presence-layer.ts";
import type { Room } from "./room/room.ts";

/** Who else is in the room. A press on somebody follows their view until the next press. */
export function PeopleHere({ room, following }: { readonly room: Room; readonly following: Signal<string | undefined> }) {
	const peers = [...room.peers.value.values()];
	if (peers.length === 0) return null;
	return (
		<ul class="flex items-center gap-1" aria-label="People here">
			{peers.map(({ seat, personId, name }) => {
				const followed = following.value === seat;
				return (
					<li key={seat}>
						<button
							type="button"
							class="grid rounded-full p-0.5"
							style={{ boxShadow: `0 0 0 ${followed ? 3 : 2}px ${colourOf(personId)}` }}
							aria-pressed={followed}
							aria-label={followed ? `Stop following ${name}` : `Follow ${name}`}
							title={followed ? `Stop following ${name}` : `Follow ${name}`}
							onClick={() => (following.value = followed ? undefined : seat)}
						>
							<Monogram name={name} size={24} />
						</button>
					</li>
				);
			})}
		</ul>
	);
}
