declare module "dmn-moddle" {
	export interface Moddled {
		readonly $type: string;
		$parent?: Moddled;
		readonly $model: { create(type: string, properties?: Readonly<Record<string, unknown>>): Moddled };
		readonly id?: string;
		readonly name?: string;
		get(property: string): unknown;
		set(property: string, value: unknown): void;
	}
	export interface Parsed {
		readonly rootElement: Moddled;
		readonly elementsById: Readonly<Record<string, Moddled>>;
		readonly references: readonly { readonly element: Moddled; readonly property: string; readonly id: string }[];
		readonly warnings: readonly { readonly message: string }[];
	}
	export class DmnModdle {
		constructor(packages?: Readonly<Record<string, object>>);
		fromXML(xml: string, type: "dmn:Definitions"): Promise<Parsed>;
		toXML(element: Moddled, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
	}
}

declare module "dmn-moddle/resources/*" {
	interface Property {
		readonly name: string;
	}
	const language: { readonly types: readonly { readonly name: string; readonly properties: readonly Property[] }[] };
	export default language;
}

declare module "dmn-js/lib/NavigatedViewer" {
	import type { Moddled } from "dmn-moddle";

	/** What a decision table's, an expression's or the diagram's own viewer has. */
	export interface Viewer {
		get(service: string, strict?: boolean): unknown;
		on(event: string, listener: (event: never) => void): void;
	}
	export interface View {
		readonly id: string;
		readonly type: "drd" | "decisionTable" | "literalExpression" | "boxedExpression";
		readonly element: Moddled;
	}
	export default class NavigatedViewer {
		constructor(options: Readonly<Record<string, unknown>>);
		importXML(xml: string, options?: { readonly open?: boolean }): Promise<{ readonly warnings: readonly unknown[] }>;
		saveXML(options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
		getViews(): readonly View[];
		getActiveView(): View | undefined;
		getActiveViewer(): Viewer | undefined;
		getDefinitions(): Moddled;
		open(view: View): Promise<unknown>;
		on(event: string, priority: number, listener: (event: never) => void): void;
		destroy(): void;
	}
}

declare module "dmn-js/lib/Modeler" {
	export { default } from "dmn-js/lib/NavigatedViewer";
}
