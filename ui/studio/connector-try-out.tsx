import { Send } from "lucide-preact";
import { useState } from "preact/hooks";
import type { HttpConnector } from "../../domain/deployment/automation.ts";
import type { Value } from "../../domain/data/model.ts";
import { api, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { TextArea } from "../kit/field.tsx";
import { useAct } from "../kit/query.ts";
import { StatusChip } from "../kit/status.tsx";

interface ConnectorTryOutProps {
	readonly projectId: string;
	readonly connector: HttpConnector;
	readonly inputs: readonly { readonly from: string; readonly to: string }[];
	readonly outputs: readonly { readonly from: string; readonly to: string }[];
	readonly disabled: boolean;
}

/** Makes the call once with sample data and shows what came back and what the mappings make of it. */
export function ConnectorTryOut({ projectId, connector, inputs, outputs, disabled }: ConnectorTryOutProps) {
	const [sample, setSample] = useState("{}");
	const data = parse(sample);
	const attempt = useAct(
		() =>
			callApi(
				api.studio.projects[":projectId"]["try-connector"].$post({
					param: { projectId },
					json: { connector, data: data ?? {}, inputs: [...inputs], outputs: [...outputs] },
				}),
			),
		{ onProblem: () => {} },
	);
	const answer = attempt.data;
	return (
		<fieldset class="flex flex-col gap-3 rounded-box border border-line p-4">
			<legend class="px-1 font-medium">Try it</legend>
			<TextArea
				label="Sample data"
				help="JSON by the names of the process data"
				value={sample}
				onChange={setSample}
				rows={2}
				error={data === undefined ? "This is not a JSON object." : undefined}
			/>
			<div>
				<Button icon={Send} disabled={disabled || data === undefined} busy={attempt.isPending} onClick={() => attempt.mutate(undefined)}>
					Call it now
				</Button>
			</div>
			<div role="status" aria-live="polite" class="flex flex-col gap-2">
				{attempt.error !== null && (
					<p class="font-medium text-error">
						{attempt.error.message} <code class="text-xs font-normal">{attempt.error.code}</code>
					</p>
				)}
				{answer !== undefined && attempt.error === null && (
					<>
						<p class="flex items-center gap-2">
							<StatusChip tone={answer.status < 400 ? "success" : "error"}>{`Status ${answer.status}`}</StatusChip>
							<span class="num text-soft">{answer.ms} ms</span>
						</p>
						{answer.outputs.map((each) => (
							<p key={each.to}>
								<code>{each.to}</code> ← <code class="break-all">{each.value}</code>
							</p>
						))}
						<pre
							class="max-h-60 overflow-auto rounded-field border border-line bg-base-200 p-2 text-xs"
							tabIndex={0}
							aria-label="Body of the answer"
						>
							{answer.body}
							{answer.cut && "\n…"}
						</pre>
					</>
				)}
			</div>
		</fieldset>
	);
}

function parse(text: string): { [name: string]: Value } | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { [name: string]: Value }) : undefined;
	} catch {
		return undefined;
	}
}
