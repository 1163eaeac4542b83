import { importBpmn } from "../../domain/bpmn/records/import-bpmn.ts";
import { refusedImport } from "./import-bpmn.ts";

/** Reads a file without keeping it: throws the problem that importing it would answer with. */
export async function readBpmn(bpmn: string): Promise<void> {
	const read = await importBpmn(bpmn);
	if (!read.ok) throw refusedImport(read.error, "bpmn");
}
