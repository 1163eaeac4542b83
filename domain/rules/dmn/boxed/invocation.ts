import type { Closure } from "../../feel/compile.ts";
import { invoke } from "../../feel/invocation.ts";
import { lookUp } from "../../feel/scope.ts";
import { FeelFunction } from "../../feel/value.ts";
import { boxedIn, literal, typed, type BoxedKind } from "../around.ts";
import { inPlace, wrong } from "../finding.ts";
import { typeOf } from "../type-ref.ts";
import { child, children, textIn } from "../xml.ts";

/** A call with a value for each parameter by name (DMN 1.5 §10.2.1.3). */
export const invocation: BoxedKind = {
	names: ["invocation"],
	compile(element, around) {
		const name = textIn(child(element, "literalExpression"), "text") ?? "";
		if (name === "") wrong(around, "dmn.part_missing", "The invocation does not say what it calls.");
		const called = literal(name, inPlace(around, "called function"));
		const bindings: { readonly name: string; readonly value: Closure }[] = [];
		for (const binding of children(element, "binding")) {
			const parameter = child(binding, "parameter");
			const own = parameter?.attributes["name"] ?? "";
			const within = inPlace(around, `binding "${own}"`);
			if (bindings.some((each) => each.name === own)) wrong(within, "dmn.name_twice", "Two bindings are of this parameter.");
			bindings.push({ name: own, value: typed(boxedIn(binding, within), typeOf(parameter, within)) });
		}
		return (scope) => {
			const target = lookUp(scope, name) ?? called(scope);
			if (!(target instanceof FeelFunction)) return null;
			const values = target.order(new Map(bindings.map((each) => [each.name, each.value(scope)])));
			return values === null ? null : invoke(target, values, scope);
		};
	},
};
