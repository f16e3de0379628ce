import type { ExposureRecord, FixRecord, RuleRecord } from "../../model/rule-record.js";
import { byMajors } from "./by-majors.js";
import { fence, table } from "./table.js";

/** The SQL that the check proposes for the examples, and what the servers showed with and without it. */
export function fixTable(record: RuleRecord | null): readonly string[] {
  const majors = Object.entries(record?.majors ?? {}).map(([major, examples]): readonly [string, readonly FixRecord[]] => [
    major,
    examples.flatMap(({ fixes }) => fixes),
  ]);
  const fixes = byMajors(majors);
  if (fixes.length === 0) return [];
  return ["## The fix", ...fixes.flatMap(({ it, on }) => shown(it, on))];
}

function shown({ sql, differs, seen }: FixRecord, on: readonly string[]): readonly string[] {
  const where = `PostgreSQL ${on.join(" and ")}`;
  if (seen === null) return [fence(sql), "A sketch: a decision or an edit comes first, so nothing was rehearsed."];
  const purpose = differs === null ? "" : ` On purpose it ends otherwise: ${differs}.`;
  const rows = rowsOf(seen.before, seen.after);
  return [
    fence(sql),
    `Proven on ${where}: the server takes it, and the rule finds nothing any more.${purpose}`,
    ...(rows.length === 0 ? [] : [table(["", "before", "after"], rows)]),
  ];
}

function rowsOf(before: ExposureRecord, after: ExposureRecord): readonly (readonly string[])[] {
  const row = (what: string, pick: (exposure: ExposureRecord) => readonly string[]) =>
    pick(before).length + pick(after).length === 0 ? [] : [[what, listed(pick(before)), listed(pick(after))]];
  return [
    ...row("locks while something works under them", ({ locks }) => locks),
    ...row("who waits for that work", ({ blocked }) => blocked),
    ...row("written anew", ({ rewrites }) => rewrites),
    ...row("most rows changed in one transaction", ({ rows }) => rows),
    ...row("refused", ({ refused }) => (refused === null ? [] : [refused])),
  ];
}

function listed(things: readonly string[]): string {
  return things.length === 0 ? "–" : things.join("<br>");
}
