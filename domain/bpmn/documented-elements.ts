import type { ModdleElement } from "bpmn-moddle";
import { documentationOf } from "./describe.ts";
import { everyRecord } from "./records/read.ts";

/** What a reader of a published diagram sees beside an element. */
export interface ElementDocumentation {
	readonly id: string;
	/** The moddle type without its prefix: `UserTask`. */
	readonly type: string;
	readonly name: string;
	readonly documentation: string;
}

/** Every named or documented element of the model, in the order of the file. */
export function documentedElements(definitions: ModdleElement): ElementDocumentation[] {
	return everyRecord(definitions).flatMap((element) => {
		const name = typeof element["name"] === "string" ? element["name"] : "";
		const documentation = documentationOf(element);
		if (element.id === undefined || !element.$type.startsWith("bpmn:") || (name === "" && documentation === "")) return [];
		return [{ id: element.id, type: element.$type.slice("bpmn:".length), name, documentation }];
	});
}
