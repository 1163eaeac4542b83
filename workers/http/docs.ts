import { html } from "hono/html";
import type { OpenApi } from "./openapi.ts";

/** The API's description as a page to read: one line an operation, opened to its parameters, body and answer. No script. */
export function docsPage(api: OpenApi) {
	const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
	);
	const json = (value: object): string => JSON.stringify(value, null, 2);
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>Portico · HTTP API</title>
				<style>
					body {
						font:
							14px/1.5 system-ui,
							sans-serif;
						max-width: 60rem;
						margin: 2rem auto;
						padding: 0 1rem;
						color: light-dark(#1c2024, #edeef0);
						background: light-dark(#fff, #111113);
					}
					h1 {
						font-size: 1.5rem;
					}
					h2 {
						font-size: 1rem;
						margin: 2rem 0 0.5rem;
						text-transform: capitalize;
					}
					summary {
						cursor: pointer;
						padding: 0.35rem 0;
					}
					code,
					pre {
						font:
							12.5px/1.5 ui-monospace,
							monospace;
					}
					pre {
						overflow: auto;
						padding: 0.75rem;
						background: light-dark(#f4f5f6, #1c1d20);
						border-radius: 6px;
					}
					.method {
						display: inline-block;
						width: 4rem;
						font-weight: 600;
						text-transform: uppercase;
					}
					.what {
						color: light-dark(#50565c, #b0b4ba);
						margin-left: 0.5rem;
					}
					a {
						color: light-dark(#2a4fb8, #9db4ff);
					}
				</style>
			</head>
			<body>
				<main>
					<h1>Portico HTTP API</h1>
					<p>${api.info.description} The same as data: <a href="/api/openapi.json">openapi.json</a>.</p>
					${api.tags.map(
						(tag) =>
							html`<section>
								<h2>${tag.name.replaceAll("-", " ")}</h2>
								${operations
									.filter((each) => each.operation.tags[0] === tag.name)
									.map(
										({ path, method, operation }) =>
											html`<details>
												<summary>
													<code class="method">${method}</code><code>${path}</code><span class="what">${operation.summary}</span>
												</summary>
												<p>
													Asks for
													<code>${operation["x-portico"].action}</code
													>${operation["x-portico"].level === null ? "" : html` on the ${operation["x-portico"].level}`}.
												</p>
												${operation.parameters.length === 0 ? "" : html`<pre tabindex="0">${operation.parameters.map((each) => `${each.name} (${each.in}${each.required ? ", required" : ""}): ${JSON.stringify(each.schema)}`).join("\n")}</pre>`}
												${
													operation.requestBody === undefined
														? ""
														: html`<p>Body</p>
																<pre tabindex="0">${json(operation.requestBody.content)}</pre>`
												}
												<p>Answer</p>
												<pre tabindex="0">${json(operation.responses["200"] ?? operation.responses)}</pre>
											</details>`,
									)}
							</section>`,
					)}
				</main>
			</body>
		</html>`;
}
