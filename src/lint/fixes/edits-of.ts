import type { Edit, Fix } from "../../model/finding.js";
import type { Moment } from "../../rules/rule.js";
import { partsOf } from "./parts-of.js";

/**
 * The fix as an edit of the judged file, where it needs no other one: every part stays in the statement's script, or the
 * script runs its statements one by one, outside of any transaction.
 */
export function editsOf({ sql, role }: Fix, { statement, site, migration, inTransaction }: Moment): readonly Edit[] {
  const script = statement.direction === "up" ? migration.up : migration.down;
  if (role === "sketch" || site.inside !== "statement" || script === null || script.recordedAt !== undefined) return [];
  const parts = partsOf(sql);
  const oneByOne = !inTransaction && script.transaction === "statement";
  const fits = parts.every(({ shape, later }) => !later && (shape === "here" || (oneByOne && shape !== "batches")));
  const last = parts.at(-1)?.sql.trimEnd() ?? "";
  if (!fits || !last.endsWith(";")) return [];
  const text = parts
    .map((part) => withoutMarker(part.sql, part.shape === "here"))
    .join("\n")
    .trimEnd();
  const { file, line, column, endLine, endColumn } = statement.place;
  if (role === "before") return [{ place: { file, line, column, endLine: line, endColumn: column }, replacement: `${text}\n` }];
  // The statement's own semicolon stays behind what is put in.
  const bare = text.slice(0, -1);
  if (role === "after")
    return [{ place: { file, line: endLine, column: endColumn, endLine, endColumn }, replacement: `;\n${bare}` }];
  return [{ place: statement.place, replacement: bare }];
}

/** A part that stays where it is needs no word about where it goes. */
function withoutMarker(sql: string, here: boolean): string {
  return here ? sql : sql.replace(/^--.*\n/u, "");
}
