import type { Rehearsal } from "../../model/rehearsal.js";
import type { Check, Ruling } from "../claim.js";
import { tableKey } from "../sql-name.js";
import { number, rows } from "../words.js";

/** No row that was there is deleted or altered: by the counters of every statement and by checksums of the columns. */
export function unchangedChecks(tables: readonly string[]): Check[] {
  return tables.map((table) => ({
    kind: "seen",
    moment: "after",
    subject: table,
    asked: `rows of ${table} that were there before`,
    expected: "none deleted or altered",
    judge: (rehearsal) => judge(tableKey(table), rehearsal),
  }));
}

function judge(key: string, { base, steps, rowChanges, schemaChanges }: Rehearsal): Ruling {
  const before = base?.tables.get(key);
  if (before === undefined) return { status: "untested", found: null, note: `there is no table ${key} before the change` };
  const written = steps
    .filter(({ phase }) => phase === "up")
    .flatMap(({ changes }) => changes.filter(({ relation }) => relation === key));
  const updated = written.reduce((sum, each) => sum + each.updated, 0);
  const deleted = written.reduce((sum, each) => sum + each.deleted, 0);
  const difference = rowChanges.find(({ table }) => table === key);
  const gone = schemaChanges.some(({ object, kind, after }) => kind === "table" && object === key && after === null);
  if (gone) return { status: "broken", found: "the table is gone" };
  const fewer = (difference?.rowsBefore ?? 0) - (difference?.rowsAfter ?? difference?.rowsBefore ?? 0);
  if (deleted > 0 || fewer > 0) return { status: "broken", found: `${rows(Math.max(deleted, fewer))} deleted` };
  const columns = difference?.columns ?? [];
  if (columns.length > 0) {
    const altered = updated > 0 ? `${rows(updated)} altered` : "altered";
    return { status: "broken", found: `${altered}, in ${columns.join(", ")}` };
  }
  const more = (difference?.rowsAfter ?? 0) - (difference?.rowsBefore ?? 0);
  // With rows added, checksums say nothing of the ones that were there: only the counters do.
  if (updated > 0 && more > 0) return { status: "broken", found: `${rows(updated)} updated` };
  if (before.rows === null || before.rows === 0)
    return { status: "untested", found: null, note: `the rehearsal has no rows in ${key} that could have been altered` };
  const note = updated > 0 ? { note: `${rows(updated)} written anew with the same values` } : {};
  return { status: "kept", found: `${number(before.rows)} untouched${more > 0 ? `, ${number(more)} added` : ""}`, ...note };
}
