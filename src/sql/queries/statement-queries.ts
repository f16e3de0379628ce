import type { SourceFile } from "../../model/migration.js";
import { Lines } from "../lines.js";
import { split } from "../split.js";
import type { RawQueries, RawQuery } from "./raw-query.js";

/** `-- name: GetUser :one` (sqlc, yesql, aiosql), `-- :name get-user :? :1` (HugSQL), `@name GetUser` (PgTyped). */
const NAME = /(?:--\s*:?name:?|@name:?)\s+([\w./-]+)/giu;

/** The statements of a `.sql` file, each with the name that the comment above it gives. */
export function statementQueries({ path, text }: SourceFile): RawQueries {
  const lines = new Lines(path, text);
  const queries: RawQuery[] = [];
  const skipped: RawQueries["skipped"][number][] = [];
  let reached = 0;
  for (const item of split(text, { psql: false }).items) {
    const place = lines.place(item.start, item.end);
    const name = [...text.slice(reached, item.start).matchAll(NAME)].at(-1)?.[1] ?? null;
    if (item.problem !== null) skipped.push({ place, reason: item.problem.message });
    else queries.push({ text: text.slice(item.start, item.end), place, name, calls: null });
    reached = item.data?.end ?? item.end;
  }
  return { queries, skipped };
}
