import { Download, Package as PackageIcon } from "lucide-preact";
import { useState } from "preact/hooks";
import { api, callApi } from "../kit/api.ts";
import { Button, LinkButton } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { TextInput } from "../kit/field.tsx";
import { Section } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useAct } from "../kit/query.ts";
import { EmptyState, Loaded, Skeleton } from "../kit/states.tsx";
import { StatusChip } from "../kit/status.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { toast } from "../kit/toast.tsx";
import { FindingList } from "./finding-list.tsx";
import { type Report, usePackages } from "./project.ts";
import type { Editor } from "./use-editor.ts";

/** What still stands in the way, the packages made, and where they run. */
export function RunStep({ editor, report }: { readonly editor: Editor; readonly report: Report | undefined }) {
	const { project } = editor;
	const packages = usePackages(project.id);
	const [packing, setPacking] = useState(false);
	const [note, setNote] = useState("");
	const errors = report?.findings.filter((each) => each.severity === "error") ?? [];
	const warnings = report?.findings.filter((each) => each.severity === "warning") ?? [];
	const pack = useAct(
		async () => {
			if (!(await editor.flush())) return undefined;
			return callApi(api.studio.projects[":projectId"].packages.$post({ param: { projectId: project.id }, json: { note } }));
		},
		{
			refresh: [
				["studio", project.id, "packages"],
				["studio", project.id, "check"],
			],
			onDone: (made) => {
				if (made === undefined) return;
				setPacking(false);
				setNote("");
				toast({ text: `Package ${made.version} is made and signed.` });
			},
		},
	);
	return (
		<div class="mx-auto max-w-4xl p-4">
			<Section
				title="Check"
				actions={
					report !== undefined &&
					(errors.length === 0 ? (
						<StatusChip tone="success">Ready to run</StatusChip>
					) : (
						<StatusChip tone="error">{`${errors.length} to mend`}</StatusChip>
					))
				}
			>
				{report === undefined ? (
					<Skeleton rows={3} />
				) : errors.length + warnings.length === 0 ? (
					<p class="text-soft">Nothing stands in the way.</p>
				) : (
					<FindingList projectId={project.id} findings={[...errors, ...warnings]} />
				)}
			</Section>
			<Section
				title="Packages"
				actions={
					<Button small icon={PackageIcon} disabled={!project.mayPackage || errors.length > 0} onClick={() => setPacking(true)}>
						Make a package
					</Button>
				}
			>
				<Loaded query={packages} skeleton={<Skeleton rows={3} />}>
					{(data) => (
						<Table
							label="Packages"
							rows={data.packages}
							idOf={(row) => row.id}
							columns={[
								{ key: "version", title: "Version", numeric: true, cell: (row) => row.version },
								{
									key: "note",
									title: "Note",
									cell: (row) =>
										row.kind === "run" ? <span class="text-soft">made by Run</span> : row.note === "" ? "–" : <Note text={row.note} />,
								},
								{ key: "made", title: "Made", minor: true, cell: (row) => <RelativeTime at={row.madeAt} class="text-soft" /> },
								{ key: "by", title: "By", minor: true, cell: (row) => <Person name={row.madeByName} /> },
								{
									key: "hash",
									title: "SHA-256",
									minor: true,
									cell: (row) => (
										<code class="text-xs text-soft" title={row.hash}>
											{row.hash.slice(0, 12)}
										</code>
									),
								},
								{
									key: "file",
									title: "File",
									hideTitle: true,
									cell: (row) => (
										<a class="btn btn-sm btn-ghost" href={`/api/studio/projects/${project.id}/packages/${row.id}/file`} download>
											<Download size={16} aria-hidden /> .portico
										</a>
									),
								},
							]}
							empty={
								<EmptyState small title="No package yet">
									A package is what moves to test, staging and production: immutable and signed.
								</EmptyState>
							}
						/>
					)}
				</Loaded>
			</Section>
			<Section title="Environments">
				<ul class="flex flex-wrap gap-2">
					{project.environments.map((each) => (
						<li key={each.id}>
							<LinkButton small href={`/console/${each.id}`}>
								{each.stage.charAt(0).toUpperCase() + each.stage.slice(1)}
							</LinkButton>
						</li>
					))}
				</ul>
			</Section>
			<Dialog
				open={packing}
				title="Make a package"
				onClose={() => setPacking(false)}
				actions={
					<>
						<Button onClick={() => setPacking(false)}>Cancel</Button>
						<Button look="primary" type="submit" form="new-package" busy={pack.isPending}>
							Make it
						</Button>
					</>
				}
			>
				<form
					id="new-package"
					onSubmit={(event) => {
						event.preventDefault();
						pack.mutate(undefined);
					}}
				>
					<TextInput label="Note" help="What is new in it" value={note} onChange={setNote} maxLength={400} autoFocus />
				</form>
			</Dialog>
		</div>
	);
}

function Note({ text }: { readonly text: string }) {
	return (
		<span class="line-clamp-3 min-w-28 break-words" title={text}>
			{text}
		</span>
	);
}
