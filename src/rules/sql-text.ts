import type { RelationName } from "../model/relation-name.js";

/** Names and literals as SQL writes them; quoted only where Postgres needs it. */
export const sqlText = {
  identifier,
  name: ({ schema, name }: RelationName): string =>
    schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`,
  literal: (text: string): string => `'${text.replaceAll("'", "''")}'`,
};

/** Key words that cannot name a table, a column or a constraint by themselves (PostgreSQL manual, appendix C: reserved, as in 18). */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross " +
    "current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end " +
    "except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left " +
    "like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right " +
    "select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when " +
    "where window with"
  ).split(" "),
);

function identifier(text: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(text) && !RESERVED.has(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
