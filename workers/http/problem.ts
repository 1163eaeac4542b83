/**
 * An answer that is an error, as RFC 9457 problem details. Thrown by routes and caught by the router's one error handler.
 * `code` is stable, `detail` is a sentence that says what to do, `field` is a JSON path into the input.
 */
export class HttpProblem extends Error {
	override readonly name = "HttpProblem";
	readonly status: number;
	readonly code: string;
	readonly field: string | undefined;
	/** Further members of the problem document, such as the list of findings of a refused package. */
	readonly more: Readonly<Record<string, unknown>>;
	/** Further headers of the answer, such as `Retry-After`. */
	readonly headers: Readonly<Record<string, string>>;

	constructor(
		status: number,
		code: string,
		detail: string,
		options: {
			readonly field?: string;
			readonly more?: Readonly<Record<string, unknown>>;
			readonly headers?: Readonly<Record<string, string>>;
		} = {},
	) {
		super(detail);
		this.status = status;
		this.code = code;
		this.field = options.field;
		this.more = options.more ?? {};
		this.headers = options.headers ?? {};
	}

	toResponse(): Response {
		const body = {
			type: `https://portico.example/problems/${this.code}`,
			title: this.code,
			status: this.status,
			code: this.code,
			detail: this.message,
			...(this.field === undefined ? {} : { field: this.field }),
			...this.more,
		};
		return new Response(JSON.stringify(body), {
			status: this.status,
			headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...this.headers },
		});
	}
}

/** A thing that does not exist, or that another tenant has: the answer is the same to the byte. */
export function notFound(): HttpProblem {
	return new HttpProblem(404, "not_found", "There is nothing here, or it is not yours to see.");
}
