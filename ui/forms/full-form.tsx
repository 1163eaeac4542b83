import { holds } from "../../domain/forms/holds.ts";
import { FormView, type FormViewProps } from "./form-view.tsx";

/** A form with any condition: it brings all of FEEL along. */
export function FullForm(props: Omit<FormViewProps, "holds">) {
	return <FormView {...props} holds={holds} />;
}
