import { Frame } from "../shell/frame.tsx";
import { Page } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";

/** Cases and tasks of one environment's people. */
export default function WorkPortal() {
	return (
		<Frame portal="work">
			<Page title="Work Portal">
				<EmptyState title="This portal has no screens yet">Its API is described at /api/docs.</EmptyState>
			</Page>
		</Frame>
	);
}
