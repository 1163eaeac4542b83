import { Frame } from "../shell/frame.tsx";
import { Page } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";

/** One environment: what runs, whether it is well, what changed. */
export default function ManagementConsole() {
	return (
		<Frame portal="console">
			<Page title="Management Console">
				<EmptyState title="This portal has no screens yet">Its API is described at /api/docs.</EmptyState>
			</Page>
		</Frame>
	);
}
