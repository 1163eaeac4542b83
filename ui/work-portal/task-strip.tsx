import { useApi } from "../kit/query.ts";
import { Loaded } from "../kit/states.tsx";
import { Tabs } from "../kit/tabs.tsx";
import { useAddress } from "./address.ts";
import { CaseData } from "./case-data.tsx";
import { CaseDiagram } from "./case-diagram.tsx";
import { CaseFiles } from "./case-files.tsx";
import { CaseLog } from "./case-log.tsx";
import { caseKey, readCase } from "./work-api.ts";

interface TaskStripProps {
	readonly environmentId: string;
	readonly caseId: string;
	readonly elementId: string;
}

/** What stands behind a task: diagram, data, log and files of its case. */
export function TaskStrip({ environmentId, caseId, elementId }: TaskStripProps) {
	const address = useAddress();
	const query = useApi(caseKey(environmentId, caseId), () => readCase(environmentId, caseId));
	return (
		<div class="flex min-h-80 flex-1 flex-col border-t border-line bg-base-100 pt-1">
			<Tabs
				label="About the case"
				value={address.get("tab") ?? "diagram"}
				onChange={(tab) => address.set({ tab: tab === "diagram" ? undefined : tab }, true)}
				fill
				tabs={[
					{
						value: "diagram",
						label: "Diagram",
						content: () => <CaseDiagram environmentId={environmentId} caseId={caseId} selected={elementId} class="h-80" />,
					},
					{
						value: "data",
						label: "Data",
						content: () => (
							<div class="p-4">
								<Loaded query={query} small>
									{(view) => <CaseData environmentId={environmentId} view={view} />}
								</Loaded>
							</div>
						),
					},
					{ value: "log", label: "Log", content: () => <CaseLog environmentId={environmentId} caseId={caseId} /> },
					{
						value: "files",
						label: "Files",
						count: query.data?.attachments.length ?? 0,
						content: () => (
							<Loaded query={query} small>
								{(view) => <CaseFiles environmentId={environmentId} view={view} />}
							</Loaded>
						),
					},
				]}
			/>
		</div>
	);
}
