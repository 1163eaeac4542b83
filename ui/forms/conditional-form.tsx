import { holds } from "../../domain/forms/simple-holds.ts";
import { FormView, type FormViewProps } from "./form-view.tsx";

/** A form whose conditions use no regular expression: it brings FEEL along without them. */
export function ConditionalForm(props: Omit<FormViewProps, "holds">) {
	return <FormView {...props} holds={holds} />;
}
