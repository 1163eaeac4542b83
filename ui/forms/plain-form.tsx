import type { Holds } from "../../domain/forms/visible-items.ts";
import { FormView, type FormViewProps } from "./form-view.tsx";

/** A form that shows all its items always, without FEEL. */
export function PlainForm(props: Omit<FormViewProps, "holds">) {
	return <FormView {...props} holds={unconditional} />;
}

const unconditional: Holds = () => {
	throw new Error("A form with conditions was taken for one without.");
};
