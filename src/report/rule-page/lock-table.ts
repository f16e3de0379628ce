import type { RuleRecord, StatementRecord } from "../../model/rule-record.js";
import { byMajors } from "./by-majors.js";
import { code, table } from "./table.js";

/** What each statement of the examples locked, read and wrote anew, as the servers showed it. */
export function lockTable(record: RuleRecord | null): readonly string[] {
  const majors = Object.entries(record?.majors ?? {}).map(([major, examples]): readonly [string, readonly StatementRecord[]] => [
    major,
    examples.flatMap(({ statements }) => statements.filter(showsSomething)),
  ]);
  const rows = byMajors(majors).map(({ it, on }) => [
    code(it.sql),
    it.refused === null ? listed(it.locks) : `refused: ${it.refused}`,
    listed(it.scans),
    listed(it.rewrites),
    on.join(", "),
  ]);
  if (rows.length === 0) return [];
  return [
    "## Locks",
    "As the servers showed them on relations that were there before; what the statement reads in full counts as read, index builds too.",
    table(["statement", "locks", "read in full", "written anew", "PostgreSQL"], rows),
  ];
}

function showsSomething({ locks, scans, rewrites, refused }: StatementRecord): boolean {
  return locks.length > 0 || scans.length > 0 || rewrites.length > 0 || refused !== null;
}

function listed(things: readonly string[]): string {
  return things.length === 0 ? "–" : things.join("<br>");
}
