/** The part of bpmn-moddle that Portico uses; the package ships types of BPMN's classes only, not of its own face. */
declare module "bpmn-moddle" {
	export interface ModdleProperty {
		readonly name: string;
		/** The schema's value where the attribute is left out. */
		readonly default?: string | number | boolean;
		readonly type: string;
		readonly ns: { readonly name: string; readonly localName: string; readonly prefix: string };
		readonly isMany?: boolean;
		readonly isReference?: boolean;
		readonly isVirtual?: boolean;
		readonly isAttr?: boolean;
		readonly isBody?: boolean;
	}

	export interface ModdleDescriptor {
		readonly name: string;
		/** Elements of a namespace that moddle has no package for. */
		readonly isGeneric?: boolean;
		readonly ns: { readonly name?: string; readonly localName: string; readonly prefix: string; readonly uri?: string };
		readonly properties: readonly ModdleProperty[];
		readonly propertiesByName: Readonly<Record<string, ModdleProperty | undefined>>;
		readonly allTypesByName: Readonly<Record<string, unknown>>;
	}

	export interface ModdleElement {
		readonly $type: string;
		readonly $descriptor: ModdleDescriptor;
		readonly $attrs: Record<string, string>;
		$parent?: ModdleElement | undefined;
		id?: string;
		get(name: string): unknown;
		set(name: string, value: unknown): void;
		$instanceOf(type: string): boolean;
		[property: string]: unknown;
	}

	export interface ModdleWarning {
		readonly message: string;
		readonly property?: string;
		readonly value?: string;
		readonly element?: ModdleElement;
	}

	export interface ParseResult {
		readonly rootElement: ModdleElement;
		readonly references: readonly unknown[];
		readonly warnings: readonly ModdleWarning[];
		readonly elementsById: Readonly<Record<string, ModdleElement>>;
	}

	export class BpmnModdle {
		constructor(packages?: Readonly<Record<string, unknown>>);
		/** Rejects with an error that carries `warnings` when the text is not XML or its root is another element. */
		fromXML(xml: string, type?: string): Promise<ParseResult>;
		toXML(element: ModdleElement, options?: { readonly format?: boolean; readonly preamble?: boolean }): Promise<{ readonly xml: string }>;
		create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement;
		createAny(type: string, uri: string | undefined, properties?: Readonly<Record<string, unknown>>): ModdleElement;
		/** Throws for a type that no package has. */
		getType(type: string): { readonly $descriptor: ModdleDescriptor };
	}
}
