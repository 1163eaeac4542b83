import { HttpProblem } from "../http/problem.ts";

/** The text of a BPMN file: UTF-8, or UTF-16 when it begins with its mark; others are refused instead of read wrongly. */
export function decodeBpmn(bytes: Uint8Array): string {
	const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw new HttpProblem(422, "bpmn.encoding", "The file is not UTF-8. Save it as UTF-8 and send it again.", { field: "body" });
	}
}
