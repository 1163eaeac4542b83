/** An interface as the row of a query that names its columns so: `exec<RowOf<MailView>>("SELECT mail_id AS mailId, …")`. */
export type RowOf<Shape> = { [Column in keyof Shape]: Shape[Column] };
