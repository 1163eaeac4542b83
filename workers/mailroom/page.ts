import { and, eq, lt, or, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import * as v from "valibot";
import { id, type Id } from "../../domain/ids.ts";

/** Rows of a page. */
export const PAGE = 50;

/** Where a page ended: several mails may be of one moment, so the moment alone would leave some of them out. */
export interface PageEnd {
	readonly at: number;
	readonly mailId: Id<"mail">;
}

/** `before` in a query: the `next` of the page before it. */
export const pageEnd = v.pipe(
	v.string(),
	v.transform((text) => text.split(".")),
	v.strictTuple([v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number)), id("mail")]),
	v.transform(([at, mailId]): PageEnd => ({ at, mailId })),
);

/** What comes after a page's end, where rows are ordered by `moment` and then by id, both falling. */
export function beyond(moment: SQLiteColumn, mailId: SQLiteColumn, end: PageEnd | undefined): SQL | undefined {
	return end === undefined ? undefined : or(lt(moment, end.at), and(eq(moment, end.at), lt(mailId, end.mailId)));
}

/** The end of a full page, as the next one is asked for; `null` when there is no more. */
export function nextPage(rows: readonly { readonly id: Id<"mail"> }[], at: number | undefined): string | null {
	const last = rows.at(-1);
	return rows.length < PAGE || last === undefined || at === undefined ? null : `${at}.${last.id}`;
}
