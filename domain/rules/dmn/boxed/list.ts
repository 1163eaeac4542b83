import type { BoxedKind } from "../around.ts";

/** Items in their order (DMN 1.5 §10.2.1.6). */
export const list: BoxedKind = {
	names: ["list"],
	compile(element, around) {
		const items = around.boxed(element, around);
		return (scope) => items.map((item) => item(scope));
	},
};
