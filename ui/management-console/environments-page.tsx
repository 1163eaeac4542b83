import { Server } from "lucide-preact";
import { Link } from "wouter-preact";
import { LinkButton } from "../kit/button.tsx";
import { Page, Section } from "../kit/page.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { StageChip } from "../shell/stage.tsx";
import { readEnvironments } from "./console-api.ts";

/** Every environment that the person may look into, by project. */
export function EnvironmentsPage() {
	const query = useApi(["console", "environments"], readEnvironments);
	return (
		<Page title="Management Console">
			<Loaded query={query}>
				{({ environments }) => {
					const projects = [...new Map(environments.map((each) => [each.projectId, each.project]))];
					if (projects.length === 0)
						return (
							<EmptyState icon={Server} title="No environment is open to you" action={<LinkButton href="/studio">Go to Studio</LinkButton>}>
								A project has environments for development, test, staging and production. Who owns a project can give you a role in them.
							</EmptyState>
						);
					return projects.map(([projectId, project]) => (
						<Section key={projectId} title={project}>
							<ul class="flex flex-wrap gap-3">
								{environments
									.filter((each) => each.projectId === projectId)
									.map((each) => (
										<li key={each.environmentId}>
											<Link
												href={`/console/${each.environmentId}`}
												class="flex h-12 w-44 items-center rounded-box border border-line px-3 hover:border-strong hover:bg-hover"
											>
												<StageChip stage={each.stage} />
											</Link>
										</li>
									))}
							</ul>
						</Section>
					));
				}}
			</Loaded>
		</Page>
	);
}
