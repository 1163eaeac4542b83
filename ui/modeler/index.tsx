import { Route, Switch } from "wouter-preact";
import { lazy, Suspense } from "../shell/lazy.tsx";
import { Skeleton } from "../kit/states.tsx";
import { Frame } from "../shell/frame.tsx";
import { ModelList } from "./model-list.tsx";

// The canvas is heavy: it is loaded with the first model that is opened.
const ModelView = lazy(() => import("./model-view.tsx"));

/** Models that people draw together. */
export default function Modeler() {
	return (
		<Frame portal="modeler">
			<Switch>
				<Route path="/modeler/:modelId">
					<Suspense fallback={<Skeleton />}>
						<ModelView />
					</Suspense>
				</Route>
				<Route path="/modeler" component={ModelList} />
			</Switch>
		</Frame>
	);
}
