import { Check, Copy } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { TextInput } from "../kit/field.tsx";
import { exactTime } from "../kit/time.tsx";

interface OneTimeLinkProps {
	readonly link: string;
	/** Epoch milliseconds. */
	readonly expiresAt: number;
	readonly name: string;
}

/** A link that is shown once, to be passed on by hand: whoever opens it first sets the password. */
export function OneTimeLink({ link, expiresAt, name }: OneTimeLinkProps) {
	const [copied, setCopied] = useState(false);
	async function copy(): Promise<void> {
		try {
			await navigator.clipboard.writeText(link);
			setCopied(true);
		} catch {
			// Without leave to the clipboard the link can still be marked and copied by hand.
		}
	}
	return (
		<div class="flex flex-col gap-3">
			<p>
				Pass this link to {name}. Whoever opens it first sets the password, so use a way that only {name} reads.
			</p>
			<TextInput label="One-time link" value={link} onChange={() => {}} readOnly help={`Works once, until ${exactTime(expiresAt)}.`} />
			<div>
				<Button icon={copied ? Check : Copy} onClick={() => void copy()}>
					{copied ? "Copied" : "Copy the link"}
				</Button>
			</div>
		</div>
	);
}
