/**
 * Interchange: every `.bpmn` file of a folder is imported into the Modeler's records, exported, and compared by what both files
 * state; a second round trip must give the bytes of the first.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { BpmnModdle } from "bpmn-moddle";
import { importBpmn } from "../../../domain/bpmn/records/import-bpmn.ts";
import { fromRecords } from "../../../domain/bpmn/records/write.ts";
import { writeXml } from "../../../domain/bpmn/write-xml.ts";
import { factsOf, idsOf, missing } from "./facts.ts";

/** BPMN states these twice (`sourceRef` and `incoming`): a file that leaves one out says no less (BPMN 2.0.2 §8.4.13, §10.8.2). */
const DERIVED = /\}(incoming|outgoing|flowNodeRef)(#[^/@=]*)?(=.*)?$/;
const SHOWN_AT_MOST = 5;

interface Failure {
	readonly file: string;
	readonly lost: readonly string[];
	readonly added: readonly string[];
}

async function roundTrip(xml: string): Promise<string | { readonly refused: string }> {
	const imported = await importBpmn(xml);
	if (!imported.ok) return { refused: imported.error.map((problem) => problem.detail).join(" ") };
	const moddle = new BpmnModdle();
	const written = fromRecords(imported.value.records, moddle);
	if (written === undefined) return { refused: "The file holds no definitions." };
	return writeXml(written.definitions, moddle);
}

export default async function judge(folder: string): Promise<Readonly<Record<string, unknown>>> {
	const files = (await readdir(folder)).filter((name) => name.endsWith(".bpmn")).toSorted((a, b) => a.localeCompare(b));
	const counts = { modelLossless: 0, diagramLossless: 0, stable: 0, crashed: 0 };
	const refused: { file: string; reason: string }[] = [];
	const failures: Failure[] = [];
	for (const file of files) {
		const xml = await readFile(path.join(folder, file), "utf8");
		try {
			const once = await roundTrip(xml);
			if (typeof once !== "string") {
				refused.push({ file, reason: once.refused });
				continue;
			}
			const ids = idsOf(xml);
			const [before, after] = [factsOf(xml, ids), factsOf(once, ids)];
			const lost = missing(before.model, after.model);
			const added = missing(after.model, before.model).filter((fact) => !DERIVED.test(fact));
			const lostDiagram = missing(before.diagram, after.diagram);
			const addedDiagram = missing(after.diagram, before.diagram);
			if (lost.length + added.length === 0) counts.modelLossless++;
			if (lostDiagram.length + addedDiagram.length === 0) counts.diagramLossless++;
			if ((await roundTrip(once)) === once) counts.stable++;
			else failures.push({ file, lost: ["the second round trip gives other bytes"], added: [] });
			const all = { lost: [...lost, ...lostDiagram], added: [...added, ...addedDiagram] };
			if (all.lost.length + all.added.length > 0)
				failures.push({ file, lost: all.lost.slice(0, SHOWN_AT_MOST), added: all.added.slice(0, SHOWN_AT_MOST) });
		} catch (error) {
			counts.crashed++;
			failures.push({ file, lost: [String(error)], added: [] });
		}
	}
	return { files: files.length, ...counts, refused, failures };
}
