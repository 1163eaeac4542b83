import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useParams, useSearch } from "wouter-preact";
import { api, type ApiProblem, asProblem, callApi } from "../kit/api.ts";
import { Button } from "../kit/button.tsx";
import { TextInput } from "../kit/field.tsx";
import { useTitle } from "../kit/page.tsx";
import { Toasts } from "../kit/toast.tsx";
import { queryClient, useApi } from "../kit/query.ts";
import { safeBack } from "./realm.ts";
import { lastCompany, rememberCompany } from "./session.ts";
import { isStage, StageChip } from "./stage.tsx";

/** Sign-in of builders: `/sign-in/:company`. Without the company it is asked for. */
export function CompanySignIn() {
	const { company = "" } = useParams<{ company?: string }>();
	const [slug, setSlug] = useState(company === "" ? lastCompany.value : company);
	const back = new URLSearchParams(useSearch()).get("back");
	return (
		<SignInForm
			title="Sign in"
			place={company}
			before={
				company === "" && (
					<TextInput
						label="Company"
						value={slug}
						onChange={setSlug}
						autoComplete="organization"
						required
						help="Its short name, as in the address you were given."
					/>
				)
			}
			submit={async (email, password) => {
				const name = slug.trim().toLowerCase();
				await callApi(api.identity.company["sign-in"].$post({ json: { company: name, email, password } }));
				rememberCompany(name);
				return safeBack(back, "/customer-portal");
			}}
		/>
	);
}

/** Sign-in of end users: `/work/:environmentId/sign-in`. */
export function EnvironmentSignIn() {
	const { environmentId } = useParams<{ environmentId: string }>();
	const back = new URLSearchParams(useSearch()).get("back");
	const place = useApi(["sign-in", environmentId], () =>
		callApi(api.identity.environments[":environmentId"].$get({ param: { environmentId } })),
	).data;
	return (
		<SignInForm
			title="Sign in to work"
			place={place === undefined ? "" : `${place.company} · ${place.project}`}
			chip={place !== undefined && isStage(place.stage) && <StageChip stage={place.stage} />}
			submit={async (email, password) => {
				await callApi(
					api.identity.environments[":environmentId"]["sign-in"].$post({ param: { environmentId }, json: { email, password } }),
				);
				return safeBack(back, `/work/${environmentId}`);
			}}
		/>
	);
}

interface SignInFormProps {
	readonly title: string;
	readonly place: string;
	readonly chip?: ComponentChildren;
	readonly before?: ComponentChildren;
	/** Signs in and answers where to go. */
	readonly submit: (email: string, password: string) => Promise<string>;
}

function SignInForm({ title, place, chip, before, submit }: SignInFormProps) {
	useTitle(title);
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<ApiProblem>();
	async function send(): Promise<void> {
		setBusy(true);
		setProblem(undefined);
		try {
			const next = await submit(email.trim(), password);
			queryClient.clear();
			location.assign(next);
		} catch (error) {
			setProblem(asProblem(error));
			setBusy(false);
		}
	}
	return (
		<div class="flex min-h-dvh flex-col items-center justify-center px-4 py-12">
			<main class="w-full max-w-sm">
				<div class="mb-6 flex items-center gap-3">
					<img src="/icon.svg" alt="" width={32} height={32} />
					<div class="min-w-0 flex-1">
						<h1 class="text-lg font-semibold">{title}</h1>
						{place !== "" && <p class="truncate text-soft">{place}</p>}
					</div>
					{chip}
				</div>
				<form
					class="flex flex-col gap-4 rounded-box border border-line bg-base-100 p-5"
					onSubmit={(event) => {
						event.preventDefault();
						void send();
					}}
				>
					{before}
					<TextInput
						label="E-mail"
						type="email"
						name="email"
						autoComplete="username"
						value={email}
						onChange={setEmail}
						autoFocus
						required
					/>
					<TextInput
						label="Password"
						type="password"
						name="password"
						autoComplete="current-password"
						value={password}
						onChange={setPassword}
						required
					/>
					{problem !== undefined && (
						<p role="alert" class="text-error">
							{problem.message} <code class="block text-xs">{problem.code}</code>
						</p>
					)}
					<Button type="submit" look="primary" busy={busy}>
						Sign in
					</Button>
				</form>
			</main>
			<Toasts />
		</div>
	);
}
