import { BookOpen, LayoutGrid, List, SearchX } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation, useSearchParams } from "wouter-preact";
import { api, callApi } from "../kit/api.ts";
import { IconButton, LinkButton } from "../kit/button.tsx";
import { TextInput } from "../kit/field.tsx";
import { Page } from "../kit/page.tsx";
import { Person } from "../kit/person.tsx";
import { useApi } from "../kit/query.ts";
import { useShortcuts } from "../kit/shortcuts.tsx";
import { EmptyState, Loaded } from "../kit/states.tsx";
import { Table } from "../kit/table.tsx";
import { RelativeTime } from "../kit/time.tsx";
import { useProcesses } from "./index.tsx";
import { Picture } from "./picture.tsx";

type Process = NonNullable<ReturnType<typeof useProcesses>["data"]>["processes"][number];

/** All published processes as cards or lines, and what a search finds inside them. */
export function ListPage() {
	const [params, setParams] = useSearchParams();
	const folder = params.get("folder") ?? "";
	const asList = params.get("view") === "list";
	const asked = params.get("q") ?? "";
	const [text, setText] = useState(asked);
	const query = useProcesses();
	const field = useRef<HTMLDivElement>(null);
	useShortcuts("Process Library", [
		{
			keys: "/",
			does: "Search the library",
			run: (event) => {
				event.preventDefault();
				field.current?.querySelector("input")?.focus();
			},
		},
	]);
	// Searches when typing rests, and keeps the words in the address.
	useEffect(() => {
		if (text.trim() === asked) return undefined;
		const timer = setTimeout(() => setParams((now) => withParam(now, "q", text.trim()), { replace: true }), 200);
		return () => clearTimeout(timer);
	}, [text, asked]);

	return (
		<Page
			title={folder === "" ? "Process Library" : folder}
			actions={
				<>
					<div ref={field} class="w-72 max-sm:w-full">
						<TextInput
							label="Search processes, steps, roles and documentation"
							hideLabel
							type="search"
							placeholder="Search steps, roles, documentation"
							value={text}
							onChange={setText}
						/>
					</div>
					<div role="group" aria-label="View" class="flex">
						<IconButton label="As cards" pressed={!asList} onClick={() => setParams((now) => withParam(now, "view", ""))}>
							<LayoutGrid size={16} />
						</IconButton>
						<IconButton label="As a list" pressed={asList} onClick={() => setParams((now) => withParam(now, "view", "list"))}>
							<List size={16} />
						</IconButton>
					</div>
				</>
			}
		>
			{asked === "" ? (
				<Loaded query={query}>
					{({ processes }) => (
						<Processes processes={processes.filter((each) => folder === "" || each.category === folder)} asList={asList} />
					)}
				</Loaded>
			) : (
				<Found text={asked} />
			)}
		</Page>
	);
}

/** The same address with one parameter set, or without it when the value is empty. */
export function withParam(params: URLSearchParams, name: string, value: string): URLSearchParams {
	const next = new URLSearchParams(params);
	if (value === "") next.delete(name);
	else next.set(name, value);
	return next;
}

function Processes({ processes, asList }: { readonly processes: readonly Process[]; readonly asList: boolean }) {
	const [, navigate] = useLocation();
	if (processes.length === 0)
		return (
			<EmptyState icon={BookOpen} title="Nothing is published yet" action={<LinkButton href="/modeler">Go to the Modeler</LinkButton>}>
				Here everyone reads how work is done. Publish a model to put it here.
			</EmptyState>
		);
	if (asList)
		return (
			<div class="rounded-box border border-line bg-base-100">
				<Table
					label="Published processes"
					rows={processes}
					idOf={(each) => each.modelId}
					onOpen={(each) => navigate(`/library/${each.modelId}`)}
					columns={[
						{
							key: "name",
							title: "Process",
							cell: (each) => (
								<Link class="font-medium hover:underline" href={`/library/${each.modelId}`}>
									{each.name}
								</Link>
							),
						},
						{ key: "folder", title: "Folder", cell: (each) => each.category, minor: true },
						{ key: "roles", title: "Roles", cell: (each) => <span class="text-soft">{each.roles.join(", ")}</span>, minor: true },
						{ key: "steps", title: "Steps", cell: (each) => each.steps, numeric: true, minor: true },
						{ key: "number", title: "Revision", cell: (each) => each.number, numeric: true },
						{ key: "when", title: "Published", cell: (each) => <RelativeTime at={each.publishedAt} /> },
						{ key: "who", title: "By", cell: (each) => <Person name={each.publishedBy} />, minor: true },
					]}
				/>
			</div>
		);
	return (
		<ul class="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4">
			{processes.map((each) => (
				<li key={each.modelId}>
					<Card process={each} />
				</li>
			))}
		</ul>
	);
}

function Card({ process }: { readonly process: Process }) {
	return (
		<Link
			href={`/library/${process.modelId}`}
			class="flex h-full flex-col overflow-hidden rounded-box border border-line bg-base-100 hover:border-strong"
		>
			<div class="h-40 border-b border-line bg-base-100 p-2">
				<Picture modelId={process.modelId} hash={process.picture} name={process.name} />
			</div>
			<div class="flex flex-1 flex-col gap-1 p-3">
				<h2 class="font-semibold">{process.name}</h2>
				{process.description !== "" && <p class="line-clamp-2 text-soft">{process.description}</p>}
				<p class="mt-auto pt-1 text-xs text-soft">
					Revision {process.number} · {process.steps} {process.steps === 1 ? "step" : "steps"} · <RelativeTime at={process.publishedAt} />
				</p>
			</div>
		</Link>
	);
}

function Found({ text }: { readonly text: string }) {
	const query = useApi(["library", "search", text], () => callApi(api.library.search.$get({ query: { q: text } })));
	return (
		<Loaded query={query}>
			{({ results }) =>
				results.length === 0 ? (
					<EmptyState icon={SearchX} title={`Nothing found for “${text}”`}>
						Every word must begin a word of a process, a step, a role or its documentation.
					</EmptyState>
				) : (
					<ol class="flex max-w-3xl flex-col gap-1" aria-label="Found">
						{results.map((each) => (
							<li key={`${each.modelId} ${each.elementId} ${each.type}`}>
								<Link
									href={`/library/${each.modelId}${each.elementId === "" ? "" : `?step=${encodeURIComponent(each.elementId)}`}`}
									class="block rounded-field px-3 py-2 hover:bg-hover"
								>
									<span class="font-medium">
										<Marked text={each.name === "" ? each.type : each.name} words={text} />
									</span>
									<span class="text-soft">
										{" "}
										· {each.type}
										{each.lane === "" ? "" : ` · ${each.lane}`}
										{each.type === "Process" ? "" : ` · in ${each.process}`}
									</span>
									{each.excerpt !== "" && (
										<span class="block text-soft">
											<Marked text={each.excerpt} words={text} />
										</span>
									)}
								</Link>
							</li>
						))}
					</ol>
				)
			}
		</Loaded>
	);
}

/** Text with the beginnings that were searched for set off. */
function Marked({ text, words }: { readonly text: string; readonly words: string }): ComponentChildren {
	const parts = words.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (parts.length === 0) return text;
	const pieces = text.split(new RegExp(`\\b(${parts.join("|")})`, "giu"));
	return (
		<>
			{pieces.map((piece, index) =>
				index % 2 === 1 ? (
					<mark key={index} class="rounded-sm bg-picked text-base-content">
						{piece}
					</mark>
				) : (
					piece
				),
			)}
		</>
	);
}
