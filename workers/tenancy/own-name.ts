/**
 * Every object of a tenant compares its own name with the scope of the call: a stub made for another tenant, by whatever
 * mistake, is refused before anything is read.
 */
export function requireOwnName(ctx: DurableObjectState, expected: string): void {
	if (ctx.id.name !== expected) throw new Error("scope.mismatch: this object belongs to another scope");
}
