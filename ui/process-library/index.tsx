import "./print.css";
import { BookOpen, Folder } from "lucide-preact";
import { Route, Switch } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { useApi } from "../kit/query.ts";
import { Frame, type PlaceGroup } from "../shell/frame.tsx";
import { ListPage } from "./list-page.tsx";
import { ReadPage } from "./read-page.tsx";

/** Every published process of the company. */
export function useProcesses() {
	return useApi(["library", "processes"], () => callApi(api.library.processes.$get()));
}

/** The reading room: published diagrams, to find and to read. */
export default function ProcessLibrary() {
	const folders = [...new Set((useProcesses().data?.processes ?? []).map((each) => each.category))].filter((name) => name !== "");
	const places: PlaceGroup[] = [
		{ places: [{ href: "/library", label: "All processes", icon: BookOpen }] },
		...(folders.length === 0
			? []
			: [
					{
						title: "Folders",
						places: folders.map((folder) => ({ href: `/library?folder=${encodeURIComponent(folder)}`, label: folder, icon: Folder })),
					},
				]),
	];
	return (
		<Frame portal="library" places={places}>
			<Switch>
				<Route path="/library">
					<ListPage />
				</Route>
				<Route path="/library/:modelId">{(params) => <ReadPage key={params.modelId} modelId={params.modelId} />}</Route>
			</Switch>
		</Frame>
	);
}
