import { lazy, Suspense } from "preact/compat";
import type { ComponentProps } from "preact";
import type { FormView as Form } from "../forms/form-view.tsx";
import { Skeleton } from "../kit/states.tsx";

const Loaded = lazy(() => import("../forms/form-view.tsx").then((module) => ({ default: module.FormView })));

/** The form renderer, loaded with the first form: it brings FEEL along, which the inbox itself does not need. */
export function FormView(props: ComponentProps<typeof Form>) {
	return (
		<Suspense fallback={<Skeleton rows={4} />}>
			<Loaded {...props} />
		</Suspense>
	);
}
