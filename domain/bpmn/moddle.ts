import { BpmnModdle } from "bpmn-moddle";

/**
 * The metamodel that BPMN files are read and written by. bpmn-moddle takes the script of a global script task for an attribute; in the
 * standard's schema (BPMN 2.0.2, Semantic.xsd, `tGlobalScriptTask`) it is an element.
 */
export function bpmnModdle(): BpmnModdle {
	const moddle = new BpmnModdle();
	const script = moddle.getType("bpmn:GlobalScriptTask").$descriptor.propertiesByName["bpmn:script"];
	if (script !== undefined) Object.assign(script, { isAttr: false });
	return moddle;
}
