import sanitize from "sanitize-html";

/**
 * HTML of a mail as it may be shown: an allowlist of what makes text readable; no script, style sheet, form, frame, image or
 * anything that loads from elsewhere (a remote image tells its sender who reads when). It is shown in a frame without scripts
 * and with a policy of its own besides. `ours`: written by Portico, so that its look (`style`) may stay; what a style could load,
 * the policy forbids.
 */
export function safeHtml(html: string, ours = false): string {
	return sanitize(html.slice(0, MAX), {
		allowedTags: TAGS,
		allowedAttributes: {
			a: ["href", "title", "rel", "target"],
			td: ["colspan", "rowspan", "align"],
			th: ["colspan", "rowspan", "align", "scope"],
			table: ["align"],
			ol: ["start"],
			...(ours ? { "*": ["style"] } : {}),
		},
		allowedSchemes: ["https", "http", "mailto"],
		allowProtocolRelative: false,
		nestingLimit: 100,
		nonTextTags: ["script", "style", "title", "textarea", "option", "noscript", "template"],
		parseStyleAttributes: false,
		transformTags: {
			a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: "noopener noreferrer nofollow", target: "_blank" } }),
		},
	});
}

const MAX = 500_000;
const TAGS =
	"a abbr b blockquote br caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins kbd li ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul".split(
		" ",
	);

/** The whole document for a frame: its policy forbids everything but its own style. */
export function mailDocument(html: string, ours = false): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="referrer" content="no-referrer"><title>Message</title><style>body{margin:16px;background:#fff;color:#1d2433;font:14px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}table{border-collapse:collapse}td,th{padding:4px 12px 4px 0;vertical-align:top;text-align:left}blockquote{margin:0 0 0 8px;padding-left:12px;border-left:2px solid #c5cad3}a{color:#1f4fbf}</style></head><body>${safeHtml(html, ours)}</body></html>`;
}
