import * as v from "valibot";
import { feel } from "../rules/expression.ts";

/** Names that survive a deployment: people by e-mail address, roles and groups of the environment by name. */
export const roleName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,59}$/, "small letters, digits and hyphens"));

export const performerSource = v.variant("kind", [
	v.strictObject({ kind: v.literal("person"), email: v.pipe(v.string(), v.email(), v.maxLength(254)) }),
	v.strictObject({ kind: v.literal("group"), group: roleName }),
	v.strictObject({ kind: v.literal("role"), role: roleName }),
	v.strictObject({ kind: v.literal("starter") }),
	/** FEEL over the case's data that gives an e-mail address or a list of them. */
	v.strictObject({ kind: v.literal("expression"), expression: feel }),
]);
export type PerformerSource = v.InferOutput<typeof performerSource>;

/** Who a user task is for. `pool`: everyone sees it and one claims it. `one`: it is given to the person with the fewest open tasks. */
export const performer = v.strictObject({
	assign: v.picklist(["pool", "one"]),
	from: v.pipe(v.array(performerSource), v.minLength(1), v.maxLength(20)),
});
export type Performer = v.InferOutput<typeof performer>;
