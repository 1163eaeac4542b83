import { Plus, Workflow } from "lucide-preact";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useApi } from "../kit/query.ts";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { NewProject } from "./new-project.tsx";

/** The projects that a person may read. `?new=<model>` opens the dialog with that model chosen. */
export function ProjectList() {
	const query = useApi(["studio", "projects"], () => callApi(api.studio.projects.$get()));
	const [, navigate] = useLocation();
	const wanted = new URLSearchParams(location.search).get("new");
	const [making, setMaking] = useState(wanted !== null);
	const subscriptions = query.data?.subscriptions ?? [];
	const add = subscriptions.length > 0 && (
		<Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
			New project
		</Button>
	);
	return (
		<Page title="Projects" actions={add}>
			<Loaded query={query}>
				{({ projects }) => (
					<section class="rounded-box border border-line bg-base-100">
						<Table
							label="Projects"
							rows={projects}
							idOf={(row) => row.id}
							onOpen={(row) => navigate(`/studio/${row.id}/process`)}
							columns={[
								{
									key: "name",
									title: "Project",
									cell: (row) => (
										<Link href={`/studio/${row.id}/process`} class="font-medium hover:underline">
											{row.name}
										</Link>
									),
								},
								{ key: "source", title: "Made from", minor: true, cell: (row) => <span class="text-soft">{row.sourceName}</span> },
								{ key: "packages", title: "Packages", numeric: true, minor: true, cell: (row) => row.packages },
								{ key: "saved", title: "Saved", cell: (row) => <RelativeTime at={row.savedAt} class="text-soft" /> },
								{ key: "by", title: "By", minor: true, cell: (row) => <Person name={row.savedByName} /> },
							]}
							empty={
								<EmptyState icon={Workflow} title="No projects yet" action={add}>
									A project makes a drawn process run: with data, forms, people and calls to other systems.
								</EmptyState>
							}
						/>
					</section>
				)}
			</Loaded>
			{making && <NewProject subscriptions={subscriptions} modelId={wanted ?? ""} onClose={() => setMaking(false)} />}
		</Page>
	);
}
