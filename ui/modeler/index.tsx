import { Frame } from "../shell/frame.tsx";
import { Page } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";

/** Models that people draw together. */
export default function Modeler() {
	return (
		<Frame portal="modeler">
			<Page title="Modeler">
				<EmptyState title="This portal has no screens yet">Its API is described at /api/docs.</EmptyState>
			</Page>
		</Frame>
	);
}
