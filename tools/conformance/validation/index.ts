import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkStandard } from "../../../domain/bpmn/check/check-standard.ts";
import { parseBpmn } from "../../../domain/bpmn/parse.ts";
import type { Problem } from "../../../domain/problem.ts";
import { expectation, judge, type Judged } from "./judge.ts";

/**
 * Judges every model of a folder and its folders. A folder that holds a model which must be refused is a constraint; the whole standard
 * holds there, with what it asks of executable processes. A folder of models only is judged by what the standard asks of every model;
 * what it asks of executable processes beside that is listed as `executable`, for most tools say it in their own way.
 */
export default async function validation(folder: string): Promise<Readonly<Record<string, unknown>>> {
	const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => /\.bpmn2?$/i.test(name))
		.sort();
	const constraints = new Set(names.filter((name) => expectation(path.basename(name)) === "refused").map((name) => path.dirname(name)));
	const judged: Judged[] = [];
	const executable: { file: string; problems: readonly string[] }[] = [];
	for (const name of names) {
		const constraint = constraints.has(path.dirname(name)) ? path.dirname(name) : undefined;
		const xml = readFileSync(path.join(folder, name), "utf8");
		judged.push({ name, constraint, problems: await problemsOf(xml, constraint !== undefined) });
		if (constraint !== undefined) continue;
		const more = await problemsOf(xml, true);
		if (more.length > 0) executable.push({ file: name, problems: [...new Set(more.map((problem) => problem.code))] });
	}
	return { files: names.length, ...judge(judged), ...(executable.length > 0 && { executable }) };
}

async function problemsOf(xml: string, executable: boolean): Promise<readonly Problem[]> {
	const parsed = await parseBpmn(xml);
	return parsed.ok ? checkStandard(parsed.value.definitions, { executable }) : parsed.error;
}
