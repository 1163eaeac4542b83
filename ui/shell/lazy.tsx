import { Component, type ComponentChildren, type ComponentType } from "preact";
import { lazy as compatLazy, Suspense } from "preact/compat";

export { Suspense };

/** A portal that is loaded when it is first shown. A failed load (a deployment took the old file away) shows as an error with a reload. */
export function lazy(load: () => Promise<{ readonly default: ComponentType }>): ComponentType {
	return compatLazy(() => load().then((module) => ({ default: module.default })));
}

interface BoundaryProps {
	readonly children: ComponentChildren;
	readonly fallback: (error: unknown) => ComponentChildren;
}

/** Catches what a view throws while it draws, so that one broken view does not blank the page. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly error: unknown }> {
	override state = { error: undefined };
	override componentDidCatch(error: unknown): void {
		console.error(error);
		this.setState({ error: error ?? new Error("This view failed.") });
	}
	override render() {
		return this.state.error === undefined ? this.props.children : this.props.fallback(this.state.error);
	}
}
