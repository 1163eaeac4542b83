declare module "bpmn-js-create-append-anything" {
	import type { ModuleDeclaration } from "didi";
	export const CreateAppendAnythingModule: ModuleDeclaration;
}
