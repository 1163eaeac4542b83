import { invoke } from "../../feel/invocation.ts";
import { lookUp } from "../../feel/scope.ts";
import { FeelFunction } from "../../feel/value.ts";
import { boxedIn, literal, typed, typeOf, type BoxedKind } from "../around.ts";
import { child, children, textIn } from "../xml.ts";

/** A call with a value for each parameter by name (DMN 1.5 §10.2.1.3). */
export const invocation: BoxedKind = {
	names: ["invocation"],
	compile(element, around) {
		const name = textIn(child(element, "literalExpression"), "text") ?? "";
		const called = literal(name, around);
		const bindings = children(element, "binding").map((binding) => {
			const parameter = child(binding, "parameter");
			return { name: parameter?.attributes["name"] ?? "", value: typed(boxedIn(binding, around), typeOf(parameter, around)) };
		});
		return (scope) => {
			const target = lookUp(scope, name) ?? called(scope);
			if (!(target instanceof FeelFunction)) return null;
			const values = target.order(new Map(bindings.map((each) => [each.name, each.value(scope)])));
			return values === null ? null : invoke(target, values, scope);
		};
	},
};
