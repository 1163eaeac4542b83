import { Frame } from "../shell/frame.tsx";
import { Page } from "../kit/page.tsx";
import { EmptyState } from "../kit/states.tsx";

/** The company: its tree, people, groups and grants. */
export default function CustomerPortal() {
	return (
		<Frame portal="customer-portal">
			<Page title="Customer Portal">
				<EmptyState title="This portal has no screens yet">Its API is described at /api/docs.</EmptyState>
			</Page>
		</Frame>
	);
}
