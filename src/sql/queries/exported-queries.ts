import type { SourceFile } from "../../model/migration.js";
import { Lines } from "../lines.js";
import { isTree } from "../tree.js";
import type { RawQueries, RawQuery } from "./raw-query.js";
import { type Field, readCsv } from "./read-csv.js";

/** An export of `pg_stat_statements` as CSV, with a header row. */
export function csvQueries({ path, text }: SourceFile): RawQueries {
  const lines = new Lines(path, text);
  const [header = [], ...rows] = readCsv(text);
  const column = (name: string) => header.findIndex((field) => field.text.trim().toLowerCase() === name);
  const query = column("query");
  const calls = column("calls");
  if (query < 0) return nothing(lines, text, "it has no column `query` in its first row");
  const found = rows.flatMap((row): RawQuery[] => {
    const field: Field | undefined = row[query];
    if (field === undefined || field.text.trim() === "") return [];
    const place = lines.place(field.start, field.start + field.text.length);
    return [{ text: field.text, place, name: null, calls: countOf(row[calls]?.text) }];
  });
  return { queries: distinct(found), skipped: [] };
}

/** The same as JSON: an array of objects with `query`. */
export function jsonQueries({ path, text }: SourceFile): RawQueries {
  const lines = new Lines(path, text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/u, ""));
  } catch (error) {
    return nothing(lines, text, `it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const rows = Array.isArray(parsed) ? parsed : isTree(parsed) ? Object.values(parsed).find(Array.isArray) : undefined;
  if (rows === undefined) return nothing(lines, text, "it is no array of objects with `query`");
  const keys = [...text.matchAll(/"query"\s*:/gu)].map((match) => match.index);
  const objects = rows.filter(isTree).filter((row) => typeof row["query"] === "string");
  if (objects.length === 0 && rows.length > 0) return nothing(lines, text, "its objects have no `query`");
  const found = objects.map((row, index): RawQuery => {
    // Keys in strings and in other objects would shift the count; then the file as a whole is named.
    const at = keys.length === objects.length ? (keys[index] ?? 0) : 0;
    return { text: String(row["query"]), place: lines.place(at, at), name: null, calls: countOf(row["calls"]) };
  });
  return { queries: distinct(found), skipped: [] };
}

/** The view has a row for each user and database; calls of the same text are added up. */
function distinct(queries: readonly RawQuery[]): RawQuery[] {
  const byText = new Map<string, RawQuery>();
  for (const query of queries) {
    const known = byText.get(query.text);
    const calls =
      known === undefined || (known.calls === null && query.calls === null)
        ? query.calls
        : (known.calls ?? 0) + (query.calls ?? 0);
    byText.set(query.text, { ...(known ?? query), calls });
  }
  return [...byText.values()];
}

function countOf(value: unknown): number | null {
  const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof count === "number" && Number.isFinite(count) ? count : null;
}

function nothing(lines: Lines, text: string, reason: string): RawQueries {
  return { queries: [], skipped: [{ place: lines.place(0, Math.min(text.length, 1)), reason }] };
}
