import type { RelationName } from "../model/relation-name.js";

/** Names and literals as SQL writes them; quoted only where Postgres needs it. */
export const sqlText = {
  identifier,
  name: ({ schema, name }: RelationName): string =>
    schema === null ? identifier(name) : `${identifier(schema)}.${identifier(name)}`,
  literal: (text: string): string => `'${text.replaceAll("'", "''")}'`,
};

function identifier(text: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
