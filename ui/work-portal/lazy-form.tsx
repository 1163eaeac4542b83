import { lazy, Suspense } from "preact/compat";
import type { ComponentProps } from "preact";
import type { Form } from "../../domain/forms/form.ts";
import { mayUsePatterns } from "../../domain/rules/feel/built-ins/pattern-names.ts";
import type { FullForm } from "../forms/full-form.tsx";
import { Skeleton } from "../kit/states.tsx";

const Plain = lazy(() => import("../forms/plain-form.tsx").then((module) => ({ default: module.PlainForm })));
const Conditional = lazy(() => import("../forms/conditional-form.tsx").then((module) => ({ default: module.ConditionalForm })));
const Full = lazy(() => import("../forms/full-form.tsx").then((module) => ({ default: module.FullForm })));

/** The form renderer, loaded with the first form. FEEL, which is most of it, comes with the first condition, its regular expressions with the first that may use them. */
export function FormView(props: ComponentProps<typeof FullForm>) {
	const Loaded = rendererOf(props.form);
	return (
		<Suspense fallback={<Skeleton rows={4} />}>
			<Loaded {...props} />
		</Suspense>
	);
}

function rendererOf({ items }: Form): typeof Full {
	const conditions = items.flatMap((item) => item.visibleWhen ?? []);
	if (conditions.length === 0) return Plain;
	return conditions.some(mayUsePatterns) ? Full : Conditional;
}
