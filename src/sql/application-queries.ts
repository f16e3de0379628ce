import type { SourceFile } from "../model/migration.js";
import type { ApplicationQuery, SkippedQuery } from "../model/old-code.js";
import { loadTreeParser } from "./parsers/tree-parser.js";
import { csvQueries, jsonQueries } from "./queries/exported-queries.js";
import { queryReadings } from "./queries/query-readings.js";
import type { RawQueries } from "./queries/raw-query.js";
import { statementQueries } from "./queries/statement-queries.js";

export interface ApplicationQueries {
  readonly queries: readonly ApplicationQuery[];
  readonly skipped: readonly SkippedQuery[];
}

/**
 * The queries of `.sql` files and of exports of `pg_stat_statements` (`.csv`, `.json`), ready to be prepared.
 * What no server would prepare is skipped with the reason: DDL, transaction control, what does not parse.
 */
export async function readApplicationQueries(files: readonly SourceFile[]): Promise<ApplicationQueries> {
  const parser = await loadTreeParser();
  const queries: ApplicationQuery[] = [];
  const skipped: SkippedQuery[] = [];
  for (const file of files) {
    const raw = rawQueries(file);
    const not: SkippedQuery[] = [...raw.skipped];
    for (const each of raw.queries) {
      const readings = await queryReadings(each.text, parser);
      if (typeof readings === "string") not.push({ place: each.place, reason: readings });
      else queries.push({ ...each, readings });
    }
    skipped.push(...not.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column));
  }
  return { queries, skipped };
}

function rawQueries(file: SourceFile): RawQueries {
  const extension = /\.(\w+)$/u.exec(file.path)?.[1]?.toLowerCase();
  if (extension === "csv" || extension === "tsv") return csvQueries(file);
  return extension === "json" ? jsonQueries(file) : statementQueries(file);
}
