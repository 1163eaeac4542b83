import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { fieldProblem } from "../kit/field-problem.ts";
import { useTitle } from "../kit/page.tsx";
import { queryClient } from "../kit/query.ts";
import { Toasts } from "../kit/toast.tsx";

interface CardProps {
	readonly title: string;
	readonly subtitle?: string | undefined;
	readonly children: ComponentChildren;
	/** The button's word. Without it the card only tells something. */
	readonly act?: string;
	/** Does the act and answers where to go. */
	readonly submit?: () => Promise<string>;
	/** The inputs that show their own part of a problem, and who is told of it. */
	readonly fields?: readonly string[];
	readonly onProblem?: (problem: ApiProblem | undefined) => void;
}

/** A page that is one small form, before anyone is signed in. */
export function Card({ title, subtitle, children, act, submit, fields = [], onProblem }: CardProps) {
	useTitle(title);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<ApiProblem>();
	async function send(): Promise<void> {
		if (submit === undefined) return;
		setBusy(true);
		tell(undefined);
		try {
			const next = await submit();
			queryClient.clear();
			location.assign(next);
		} catch (error) {
			tell(asProblem(error));
			setBusy(false);
		}
	}
	function tell(next: ApiProblem | undefined): void {
		setProblem(next);
		onProblem?.(next);
	}
	return (
		<div class="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
			<main class="w-full max-w-sm">
				<div class="mb-6 flex items-center gap-3">
					<img src="/icon.svg" alt="" width={32} height={32} />
					<div class="min-w-0 flex-1">
						<h1 class="text-lg font-semibold">{title}</h1>
						{subtitle !== undefined && <p class="text-soft">{subtitle}</p>}
					</div>
				</div>
				<form
					class="flex flex-col gap-4 rounded-box border border-line bg-base-100 p-5"
					onSubmit={(event) => {
						event.preventDefault();
						void send();
					}}
				>
					{children}
					{problem !== undefined && !fields.some((field) => fieldProblem(problem, field) !== undefined) && (
						<p role="alert" class="text-error">
							{problem.message} <code class="block text-xs">{problem.code}</code>
						</p>
					)}
					{act !== undefined && (
						<Button type="submit" look="primary" busy={busy}>
							{act}
						</Button>
					)}
				</form>
			</main>
			<Toasts />
		</div>
	);
}

/** The one-time secret stands after `#`: no browser sends that part, so it reaches no log. */
export function tokenOfAddress(): string {
	return location.hash.slice(1);
}
