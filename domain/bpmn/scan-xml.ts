import type { Problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";

/** Limits on an uploaded file. What exceeds them is refused before the parser builds anything from it. */
export const XML_LIMITS = {
	/** Bytes of the file as UTF-8: 2 MiB, ten times the largest of the interchange suite's models. */
	bytes: 2 * 1024 * 1024,
	/** Flow elements: nodes, sequence flows and data objects. */
	flowElements: 5000,
	/** Tags within tags. */
	depth: 64,
	attributes: 64,
} as const;

const FLOW_ELEMENT =
	/^(?:task|\w+Task|\w+Event|\w+Gateway|subProcess|adHocSubProcess|transaction|callActivity|sequenceFlow|dataObject|dataObjectReference|dataStoreReference)$/;

/**
 * One linear walk over the text of an XML file that refuses what no BPMN file needs: document types and entities,
 * and more depth, attributes or elements than the limits. It does not check that the XML is well-formed; the parser does.
 */
export function scanXml(xml: string): Result<true, Problem> {
	if (xml.length > XML_LIMITS.bytes || utf8Length(xml) > XML_LIMITS.bytes)
		return fail({ code: "bpmn.too_large", detail: "The file is larger than 2 MiB. Split the model into several files." });
	let depth = 0;
	let flowElements = 0;
	let at = xml.indexOf("<");
	while (at !== -1) {
		let end: number;
		if (xml.startsWith("<!--", at)) end = after(xml, "-->", at + 4);
		else if (xml.startsWith("<![CDATA[", at)) end = after(xml, "]]>", at + 9);
		else if (xml.startsWith("<?", at)) end = after(xml, "?>", at + 2);
		else if (xml.startsWith("<!", at))
			return fail({
				code: "bpmn.document_type",
				detail: "The file declares a document type or entities, which are not accepted. Remove the DOCTYPE.",
			});
		else {
			const tag = readTag(xml, at + 1);
			end = tag.end;
			if (tag.kind === "close") depth--;
			else {
				if (tag.attributes > XML_LIMITS.attributes)
					return fail({
						code: "bpmn.too_many_attributes",
						detail: `An element has more than ${XML_LIMITS.attributes} attributes.`,
						at: tag.name,
					});
				if (FLOW_ELEMENT.test(tag.name) && ++flowElements > XML_LIMITS.flowElements)
					return fail({
						code: "bpmn.too_many_elements",
						detail: `The file has more than ${XML_LIMITS.flowElements.toLocaleString("en")} elements.`,
					});
				if (depth >= XML_LIMITS.depth)
					return fail({ code: "bpmn.too_deep", detail: `Elements are nested more than ${XML_LIMITS.depth} deep.`, at: tag.name });
				if (tag.kind === "open") depth++;
			}
		}
		if (end === -1) break;
		at = xml.indexOf("<", end);
	}
	return ok(true);
}

interface Tag {
	readonly kind: "open" | "close" | "empty";
	/** Without its prefix. */
	readonly name: string;
	readonly attributes: number;
	/** Index after `>`; -1 when the tag never ends. */
	readonly end: number;
}

/** Reads a tag from after its `<`. Quoted values may hold `>`. */
function readTag(xml: string, start: number): Tag {
	const close = xml.charCodeAt(start) === 47;
	let at = close ? start + 1 : start;
	const nameFrom = at;
	while (at < xml.length && !" \t\r\n/>".includes(xml.charAt(at))) at++;
	const qualified = xml.slice(nameFrom, Math.min(at, nameFrom + 200));
	const name = qualified.slice(qualified.indexOf(":") + 1);
	let attributes = 0;
	let slash = false;
	for (; at < xml.length; at++) {
		const character = xml.charCodeAt(at);
		if (character === 62) return { kind: close ? "close" : slash ? "empty" : "open", name, attributes, end: at + 1 };
		slash = character === 47;
		if (character === 34 || character === 39) {
			const quote = xml.indexOf(character === 34 ? '"' : "'", at + 1);
			if (quote === -1) break;
			attributes++;
			at = quote;
		}
	}
	return { kind: "open", name, attributes, end: -1 };
}

function after(xml: string, mark: string, from: number): number {
	const found = xml.indexOf(mark, from);
	return found === -1 ? -1 : found + mark.length;
}

function utf8Length(text: string): number {
	let bytes = 0;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
	}
	return bytes;
}
