import { Frame } from "../shell/frame.tsx";
import { Page } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";

/** Published diagrams, to read. */
export default function ProcessLibrary() {
	return (
		<Frame portal="library">
			<Page title="Process Library">
				<EmptyState title="This portal has no screens yet">Its API is described at /api/docs.</EmptyState>
			</Page>
		</Frame>
	);
}
