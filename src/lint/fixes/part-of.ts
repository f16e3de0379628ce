import type { Fix } from "../../model/finding.js";
import type { Statement } from "../../model/statement.js";
import type { Moment } from "../../rules/rule.js";
import { NO_TRANSACTION } from "../../rules/safe-steps.js";
import { editsOf } from "./edits-of.js";
import { rangeOf } from "./range-of.js";
import { unwrapped } from "./unwrapped.js";

type Site = Moment["site"];

/**
 * The fix of one operation as one of its statement: the statement's other commands come first, scripts say what their tool
 * needs to hear, and what can be done in the file itself becomes an edit of it.
 */
export function partOf(fix: Fix, moment: Moment): Fix {
  const { statement, site, change } = moment;
  const whole = ofWholeStatement({ ...fix, sql: marked(fix.sql, change.history.format) }, statement, site);
  return whole.edits.length > 0 ? whole : { ...whole, edits: editsOf(whole, moment) };
}

function ofWholeStatement(fix: Fix, statement: Statement, site: Site): Fix {
  // What a block decides to run cannot be taken out of it here.
  if (site.inside !== "statement") return { ...fix, role: "sketch" };
  const others = statement.operations.filter((each) => each.inside === "statement" && each !== site && !isWithin(site, each));
  if (others.length === 0 || fix.role !== undefined) return fix;
  const rest = withoutCommand(statement, site);
  if (rest !== null) return { ...fix, sql: `-- the statement's other commands\n${rest};\n${fix.sql}` };
  const sql = `-- in place of this part; the statement's other commands stay, in a statement before it\n${fix.sql}`;
  return { ...fix, sql, role: "sketch" };
}

/** Of two that a statement says at one place, none is a command of its own. */
function isWithin(site: Site, { place, operation }: Site): boolean {
  if (operation.kind === "unreadable") return true;
  return place.line === site.place.line && place.column === site.place.column;
}

/** ALTER TABLE less one of its commands, with the comma that it needed. */
function withoutCommand({ text, place }: Statement, site: Site): string | null {
  const local = (line: number, column: number) => ({
    line: line - place.line + 1,
    column: line === place.line ? column - place.column + 1 : column,
  });
  const [from, to] = [local(site.place.line, site.place.column), local(site.place.endLine, site.place.endColumn)];
  const range = rangeOf({ file: "", ...from, endLine: to.line, endColumn: to.column }, text);
  if (range === null || !/^\s*alter\s+(?:foreign\s+)?table\b/iu.test(text)) return null;
  const [head, tail] = [text.slice(0, range.start), text.slice(range.end)];
  if (/^\s*,/u.test(tail)) return `${head}${tail.replace(/^\s*,\s*/u, "")}`;
  const kept = head.trimEnd();
  return kept.endsWith(",") ? `${kept.slice(0, -1).trimEnd()}${tail}` : null;
}

function marked(sql: string, format: string): string {
  const words = unwrapped(format);
  if (words === null) return sql;
  return sql.replaceAll(new RegExp(`^${NO_TRANSACTION}.*$`, "gmu"), (line) => `${line}\n${words}`);
}
