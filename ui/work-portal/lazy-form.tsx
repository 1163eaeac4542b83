import { lazy, Suspense } from "preact/compat";
import type { ComponentProps } from "preact";
import type { ConditionalForm } from "../forms/conditional-form.tsx";
import { Skeleton } from "../kit/states.tsx";

const Conditional = lazy(() => import("../forms/conditional-form.tsx").then((module) => ({ default: module.ConditionalForm })));
const Plain = lazy(() => import("../forms/plain-form.tsx").then((module) => ({ default: module.PlainForm })));

/** The form renderer, loaded with the first form. FEEL, which is most of it, comes with the first form that has a condition. */
export function FormView(props: ComponentProps<typeof ConditionalForm>) {
	const Loaded = props.form.items.some((item) => item.visibleWhen !== undefined) ? Conditional : Plain;
	return (
		<Suspense fallback={<Skeleton rows={4} />}>
			<Loaded {...props} />
		</Suspense>
	);
}
