import type { ComponentChildren } from "preact";
import { child, children, type Element, textIn } from "../../../domain/rules/dmn/xml.ts";
import type { Entry } from "./file-outline.ts";

/** A decision, function or service as text to read: for what dmn-js draws no editor of. */
export function BoxedReading({ entry }: { readonly entry: Entry }) {
	if (entry.kind === "decisionService")
		return (
			<dl class="grid max-w-2xl grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
				{["outputDecision", "encapsulatedDecision", "inputDecision", "inputData"].map((name) => (
					<Row key={name} name={SERVICE_WORDS[name] ?? name}>
						{children(entry.element, name)
							.map((each) => each.attributes["href"]?.replace(/^.*#/, "") ?? "")
							.join(", ") || "–"}
					</Row>
				))}
			</dl>
		);
	return (
		<div class="flex max-w-3xl flex-col gap-2">
			{entry.parameters.length > 0 && <p class="text-soft">Takes {entry.parameters.join(", ")}</p>}
			<Boxed element={entry.logic} />
		</div>
	);
}

const SERVICE_WORDS: Readonly<Record<string, string>> = {
	outputDecision: "Gives",
	encapsulatedDecision: "Decides inside",
	inputDecision: "Takes decisions",
	inputData: "Takes inputs",
};

function Row({ name, children: content }: { readonly name: ComponentChildren; readonly children: ComponentChildren }) {
	return (
		<>
			<dt class="py-0.5 text-soft">{name}</dt>
			<dd class="min-w-0 py-0.5">{content}</dd>
		</>
	);
}

function Rows({ rows }: { readonly rows: readonly (readonly [name: string, element: Element | undefined])[] }) {
	return (
		<dl class="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 border-l-2 border-line pl-3">
			{rows.map(([name, element], index) => (
				// oxlint-disable-next-line react/no-array-index-key -- a text to read never changes its order
				<Row key={index} name={name}>
					<Boxed element={element} />
				</Row>
			))}
		</dl>
	);
}

/** One boxed expression with those inside it (DMN 1.5 §10.2). */
function Boxed({ element }: { readonly element: Element | undefined }) {
	if (element === undefined) return <span class="text-soft">–</span>;
	const inner = (name: string): Element | undefined => child(element, name)?.children.find((each) => each.name !== "description");
	switch (element.name) {
		case "literalExpression":
			return <code class="font-mono text-xs whitespace-pre-wrap">{textIn(element, "text") ?? ""}</code>;
		case "context":
			return (
				<Rows
					rows={children(element, "contextEntry").map((each) => [
						child(each, "variable")?.attributes["name"] ?? "gives",
						each.children.find((part) => part.name !== "variable" && part.name !== "description"),
					])}
				/>
			);
		case "list":
			return <Rows rows={element.children.map((each, index) => [`${index + 1}`, each])} />;
		case "relation":
			return (
				<Grid
					head={children(element, "column").map((each) => each.attributes["name"] ?? "")}
					rows={children(element, "row").map((row) => row.children)}
				/>
			);
		case "decisionTable":
			return <TableReading element={element} />;
		case "invocation":
			return (
				<Rows
					rows={[
						["calls", element.children.find((each) => each.name !== "binding" && each.name !== "description")],
						...children(element, "binding").map(
							(each) =>
								[child(each, "parameter")?.attributes["name"] ?? "", each.children.find((part) => part.name !== "parameter")] as const,
						),
					]}
				/>
			);
		case "functionDefinition":
			return (
				<Rows
					rows={[
						[
							`(${children(element, "formalParameter")
								.map((each) => each.attributes["name"] ?? "")
								.join(", ")})`,
							element.children.find((each) => each.name !== "formalParameter" && each.name !== "description"),
						],
					]}
				/>
			);
		case "conditional":
			return <Rows rows={(["if", "then", "else"] as const).map((name) => [name, inner(name)])} />;
		case "filter":
			return <Rows rows={(["in", "match"] as const).map((name) => [name, inner(name)])} />;
		case "for":
		case "some":
		case "every":
			return (
				<Rows
					rows={[
						[`${element.name} ${element.attributes["iteratorVariable"] ?? ""} in`, inner("in")],
						...(["return", "satisfies"] as const).flatMap((name) => (inner(name) === undefined ? [] : [[name, inner(name)] as const])),
					]}
				/>
			);
		default:
			return <span class="text-soft">&lt;{element.name}&gt;</span>;
	}
}

function TableReading({ element }: { readonly element: Element }) {
	const inputs = children(element, "input").map((each) => each.attributes["label"] ?? textIn(child(each, "inputExpression"), "text") ?? "");
	const outputs = children(element, "output").map((each) => each.attributes["label"] ?? each.attributes["name"] ?? "");
	return (
		<>
			<p class="text-xs text-soft">{(element.attributes["hitPolicy"] ?? "UNIQUE").toLowerCase()}</p>
			<Grid
				head={[...inputs, ...outputs]}
				rows={children(element, "rule").map((rule) =>
					rule.children.filter((each) => each.name === "inputEntry" || each.name === "outputEntry"),
				)}
			/>
		</>
	);
}

function Grid({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly (readonly Element[])[] }) {
	return (
		<div class="overflow-x-auto">
			<table class="border border-line">
				<thead>
					<tr>
						{head.map((name, index) => (
							// oxlint-disable-next-line react/no-array-index-key -- a text to read never changes its order
							<th key={index} scope="col" class="border border-line px-2 py-1 text-left font-medium">
								{name || "Result"}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((cells, index) => (
						// oxlint-disable-next-line react/no-array-index-key -- a text to read never changes its order
						<tr key={index}>
							{cells.map((cell, at) => (
								// oxlint-disable-next-line react/no-array-index-key -- a text to read never changes its order
								<td key={at} class="border border-line px-2 py-1 align-top">
									{cell.name === "inputEntry" || cell.name === "outputEntry" ? (
										<code class="font-mono text-xs whitespace-pre-wrap">{textIn(cell, "text") || "–"}</code>
									) : (
										<Boxed element={cell} />
									)}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}
