import { holds } from "../../domain/forms/holds.ts";
import { FormView, type FormViewProps } from "./form-view.tsx";

/** A form that may have conditions: it brings FEEL along. */
export function ConditionalForm(props: Omit<FormViewProps, "holds">) {
	return <FormView {...props} holds={holds} />;
}
