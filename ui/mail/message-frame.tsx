import { useState } from "preact/hooks";

/**
 * The body of a mail. HTML comes sanitised and with a policy of its own, and is shown in a frame that runs no script and has no
 * origin; links open elsewhere. The text is always a click away.
 */
export function MessageBody({ html, text }: { readonly html: string | null; readonly text: string }) {
	const [plain, setPlain] = useState(html === null);
	return (
		<div class="flex flex-col gap-2">
			{html !== null && (
				<div class="join self-start" role="group" aria-label="Show the message as">
					<button
						type="button"
						class={`btn btn-sm join-item ${plain ? "" : "!bg-picked"}`}
						aria-pressed={!plain}
						onClick={() => setPlain(false)}
					>
						Formatted
					</button>
					<button
						type="button"
						class={`btn btn-sm join-item ${plain ? "!bg-picked" : ""}`}
						aria-pressed={plain}
						onClick={() => setPlain(true)}
					>
						Plain text
					</button>
				</div>
			)}
			{plain || html === null ? (
				<pre class="overflow-auto rounded-box border border-line bg-base-100 p-4 font-sans break-words whitespace-pre-wrap" tabIndex={0}>
					{text.trim() === "" ? "This message has no text." : text}
				</pre>
			) : (
				<iframe
					title="Message"
					class="h-[28rem] w-full rounded-box border border-line bg-white"
					sandbox="allow-popups allow-popups-to-escape-sandbox"
					referrerpolicy="no-referrer"
					srcdoc={html}
				/>
			)}
		</div>
	);
}
