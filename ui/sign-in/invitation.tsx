import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useParams } from "wouter-preact";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { fieldProblem } from "../kit/field-problem.ts";
import { TextInput } from "../kit/field.tsx";
import { useApi } from "../kit/query.ts";
import { Loaded } from "../kit/states.tsx";
import { rememberCompany } from "../shell/session.ts";
import { isStage, STAGES } from "../shell/stage.tsx";
import { Card, tokenOfAddress } from "./card.tsx";

const PASSWORD_HELP = "At least 10 characters. A few words in a row are good.";

/** Where an invitation to a company leads: `/invitation#<token>`. */
export function CompanyInvitation() {
	const token = tokenOfAddress();
	const shown = useApi(["invitation", token], () => callApi(api.identity.company.invitation.$post({ json: { token } })));
	return (
		<Waiting query={shown}>
			<Loaded query={shown}>
				{(invitation) => (
					<Accept
						title={`Join ${invitation.company.name}`}
						email={invitation.email}
						name={invitation.name}
						accept={async (name, password) => {
							await callApi(api.identity.company.accept.$post({ json: { token, name, password } }));
							rememberCompany(invitation.company.slug);
							return "/customer-portal";
						}}
					/>
				)}
			</Loaded>
		</Waiting>
	);
}

/** Where a password link of an environment leads: `/work/:environmentId/invitation#<token>`. */
export function EnvironmentInvitation() {
	const { environmentId } = useParams<{ environmentId: string }>();
	const token = tokenOfAddress();
	const param = { environmentId };
	const environments = api.identity.environments[":environmentId"];
	const shown = useApi(["invitation", environmentId, token], async () => {
		const [place, person] = await Promise.all([
			callApi(environments.$get({ param })),
			callApi(environments.invitation.$post({ param, json: { token } })),
		]);
		return { place, person };
	});
	return (
		<Waiting query={shown}>
			<Loaded query={shown}>
				{({ place, person }) => (
					<Accept
						title={`Start working in ${place.project}`}
						subtitle={`${place.company} · ${isStage(place.stage) ? STAGES[place.stage].word : place.stage}`}
						email={person.email}
						accept={async (_, password) => {
							await callApi(environments.accept.$post({ param, json: { token, password } }));
							return `/work/${environmentId}`;
						}}
					/>
				)}
			</Loaded>
		</Waiting>
	);
}

/** A link that is used up says so in its own card, not as a page that failed. */
function Waiting({ query, children }: { readonly query: { readonly error: ApiProblem | null }; readonly children: ComponentChildren }) {
	if (query.error?.status !== 403) return <>{children}</>;
	return (
		<Card title="This link is no longer good">
			<p>{query.error.message}</p>
		</Card>
	);
}

interface AcceptProps {
	readonly title: string;
	readonly subtitle?: string;
	readonly email: string;
	/** Where the person may change it. */
	readonly name?: string;
	readonly accept: (name: string, password: string) => Promise<string>;
}

function Accept({ title, subtitle, email, name: given, accept }: AcceptProps) {
	const [name, setName] = useState(given ?? "");
	const [password, setPassword] = useState("");
	const [problem, setProblem] = useState<ApiProblem>();
	return (
		<Card
			title={title}
			subtitle={subtitle ?? `You sign in as ${email}`}
			act="Set the password and go on"
			fields={["name", "password"]}
			onProblem={setProblem}
			submit={() => accept(name, password)}
		>
			{given !== undefined && (
				<TextInput
					label="Your name"
					value={name}
					onChange={setName}
					error={fieldProblem(problem, "name")}
					name="name"
					autoComplete="name"
					required
				/>
			)}
			{/* A password manager files the new password under this address. */}
			<TextInput label="E-mail" type="email" value={email} onChange={() => {}} readOnly name="email" autoComplete="username" />
			<TextInput
				label="Password"
				type="password"
				value={password}
				onChange={setPassword}
				name="password"
				autoComplete="new-password"
				help={PASSWORD_HELP}
				error={fieldProblem(problem, "password")}
				required
				autoFocus
			/>
		</Card>
	);
}
