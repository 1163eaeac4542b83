import { useState } from "preact/hooks";
import { api, type ApiProblem, callApi } from "../kit/api.ts";
import { fieldProblem } from "../kit/field-problem.ts";
import { Select, TextInput } from "../kit/field.tsx";
import { rememberCompany } from "../shell/session.ts";
import { Card, tokenOfAddress } from "./card.tsx";

const REGIONS = [
	{ value: "eu", label: "European Union" },
	{ value: "us", label: "United States" },
	{ value: "any", label: "Anywhere" },
] as const;
type Region = (typeof REGIONS)[number]["value"];

/** The first page of a deployment: `/bootstrap#<token>` makes its company and the first administrator. */
export function Bootstrap() {
	const token = tokenOfAddress();
	const [company, setCompany] = useState("");
	const [slug, setSlug] = useState<string>();
	const [region, setRegion] = useState<Region>("eu");
	const [name, setName] = useState("");
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const [problem, setProblem] = useState<ApiProblem>();
	const short = slug ?? shortName(company);
	const errorOf = (field: string) => fieldProblem(problem, field);
	if (token === "")
		return (
			<Card title="Set up Portico">
				<p>
					This page needs the one-time link that the deployment printed. Open that link, or ask whoever runs this deployment for a new one.
				</p>
			</Card>
		);
	return (
		<Card
			title="Set up Portico"
			subtitle="Your company and its first administrator"
			act="Make the company"
			fields={["company.name", "company.slug", "administrator.name", "administrator.email", "administrator.password"]}
			onProblem={setProblem}
			submit={async () => {
				await callApi(
					api.identity.bootstrap.$post({
						json: { token, company: { name: company, slug: short, region }, administrator: { name, email, password } },
					}),
				);
				rememberCompany(short);
				return "/customer-portal";
			}}
		>
			<TextInput
				label="Company"
				value={company}
				onChange={setCompany}
				autoComplete="organization"
				error={errorOf("company.name")}
				required
			/>
			<TextInput
				label="Short name"
				value={short}
				onChange={setSlug}
				help={`People sign in at /sign-in/${short === "" ? "…" : short}`}
				error={errorOf("company.slug")}
				required
			/>
			<Select
				label="Where its data lives"
				value={region}
				onChange={(value) => setRegion(REGIONS.find((each) => each.value === value)?.value ?? "eu")}
				options={REGIONS}
				help="Chosen once; it can not be changed later."
			/>
			<TextInput label="Your name" value={name} onChange={setName} autoComplete="name" error={errorOf("administrator.name")} required />
			<TextInput
				label="Your e-mail"
				type="email"
				value={email}
				onChange={setEmail}
				autoComplete="username"
				error={errorOf("administrator.email")}
				required
			/>
			<TextInput
				label="Password"
				type="password"
				value={password}
				onChange={setPassword}
				autoComplete="new-password"
				help="At least 10 characters. A few words in a row are good."
				error={errorOf("administrator.password")}
				required
			/>
		</Card>
	);
}

/** A name as it can stand in an address: `Acme & Sons` → `acme-sons`. */
function shortName(name: string): string {
	return name
		.normalize("NFKD")
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, "-")
		.replaceAll(/^-+|-+$/g, "")
		.slice(0, 40);
}
