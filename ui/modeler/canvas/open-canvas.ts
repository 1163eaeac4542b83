import BpmnModeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "./canvas.css";
import type { Diagram } from "./services.ts";
import { sharedCommandStack } from "./shared-command-stack.ts";

/** Colours are the theme's, so the drawing follows light and dark by itself. */
const LOOK = {
	bpmnRenderer: {
		defaultFillColor: "var(--diagram-fill)",
		defaultStrokeColor: "var(--diagram-line)",
		defaultLabelColor: "var(--diagram-text)",
	},
};

/** A canvas to draw on, or one to look at, in the page's element. */
export function openCanvas(container: HTMLElement, mayEdit: boolean): Diagram {
	const made = mayEdit
		? new BpmnModeler({ container, ...LOOK, additionalModules: [CreateAppendAnythingModule, sharedCommandStack as never] })
		: new NavigatedViewer({ container, ...LOOK });
	return made as unknown as Diagram;
}
