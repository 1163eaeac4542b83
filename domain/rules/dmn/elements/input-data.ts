import { coerce } from "../../feel/type.ts";
import { fromData } from "../data-input.ts";
import type { ElementKind } from "../elements.ts";

/** What is given from outside (DMN 1.5 §7.3.5): null when it is not of the type that is asked. */
export const inputData: ElementKind = {
	name: "inputData",
	offered: false,
	compile(_element, { name, type }) {
		return (run) => {
			const value = Object.hasOwn(run.inputs, name) ? (run.inputs[name] ?? null) : null;
			return type === null ? value : (coerce(run.data ? fromData(value, type) : value, type, run.meter) ?? null);
		};
	},
};
