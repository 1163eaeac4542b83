import { Route, Switch } from "wouter-preact";
import { Frame } from "../shell/frame.tsx";
import { ProjectList } from "./project-list.tsx";
import { ProjectEditor } from "./project-editor.tsx";

/** Projects that automate a model. */
export default function Studio() {
	return (
		<Frame portal="studio">
			<Switch>
				<Route path="/studio/:projectId/:step?">
					{(params) => <ProjectEditor key={params.projectId} projectId={params.projectId} step={params.step} />}
				</Route>
				<Route>
					<ProjectList />
				</Route>
			</Switch>
		</Frame>
	);
}
