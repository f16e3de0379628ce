import { indexesOf } from "../catalog/dependents.js";
import type { Column, Table } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { Moment } from "./rule.js";

const COLUMN = String.raw`(?:(?:[\w$]+|"[^"]+")\.)*"?(?<column>[\w$]+)"?`;
const NOW = String.raw`(?:now\(\)|current_timestamp|localtimestamp|(?:clock|transaction|statement)_timestamp\(\))(?:\s*\+\s*interval\s*'[^'-]*')?`;
const LENGTH = String.raw`(?:char_|character_)?length\s*\(\s*${COLUMN}\s*\)`;
const CONSTANT = String.raw`(?:-?\d+|'[^']*')`;

/** True of every value, whatever the column holds, but for NULL. */
const OF_EVERY_VALUE = [
  String.raw`${COLUMN}\s+is\s+not\s+null`,
  String.raw`${COLUMN}\s+i?like\s+'%+'`,
  String.raw`${LENGTH}\s*(?:>=\s*0|>\s*-\s*1)`,
].map(whole);
const NOT_EMPTY = [String.raw`${LENGTH}\s*(?:>\s*0|>=\s*1|<>\s*0|!=\s*0)`, String.raw`${COLUMN}\s*(?:<>|!=|>)\s*''`].map(whole);
const UNTIL_NOW = [String.raw`${COLUMN}\s*<=?\s*${NOW}`, String.raw`${NOW}\s*>=?\s*${COLUMN}`].map(whole);
const ALL_BUT_A_FEW = [
  String.raw`${COLUMN}\s*(?:<>|!=)\s*${CONSTANT}`,
  String.raw`${COLUMN}\s+not\s+in\s*\(\s*(?:select\s+${CONSTANT}|${CONSTANT}(?:\s*,\s*${CONSTANT}){0,20})\s*\)`,
].map(whole);

/** A condition on a NOT NULL column that every value of its type meets. */
export function meetsEveryRow(condition: string, table: Table | undefined): boolean {
  return columnOf(condition, OF_EVERY_VALUE, table)?.notNull === true;
}

/**
 * A condition that all rows meet but for a few, in words: some other key than these, not empty, or a time up to now in a column
 * that takes the time of its INSERT.
 */
export function nearlyEveryRow({ table, where, reads }: OperationOf<"update" | "delete">, moment: Moment): string | null {
  const known = moment.table(table);
  if (where === null || known === undefined || reads.length > 0 || isSmall(known)) return null;
  const filled = columnOf(where.text, NOT_EMPTY, known);
  if (filled?.notNull === true && !/^''/u.test(filled.default ?? "")) return `${filled.name} is NOT NULL`;
  const stamped = columnOf(where.text, UNTIL_NOW, known);
  if (stamped?.notNull === true && TAKES_NOW.test(stamped.default ?? "")) return `${stamped.name} holds the time of the INSERT`;
  const key = columnOf(where.text, ALL_BUT_A_FEW, known);
  return key?.notNull === true && isAlone(key.name, known, moment) ? `no two rows hold the same ${key.name}` : null;
}

const TAKES_NOW =
  /^(?:pg_catalog\.)?(?:now\(\)|current_timestamp|localtimestamp|(?:clock|transaction|statement)_timestamp\(\))/iu;

/** Filled by the history with a few rows, as a list of kinds is. */
function isSmall({ samples = [] }: Table): boolean {
  return samples.length > 0 && samples.reduce((sum, { many, count }) => sum + (count ?? (many ? 100 : 1)), 0) < 100;
}

/** `WHERE id IN (SELECT id FROM copy)` or `WHERE copy.id = t.id`, where this change has filled `copy` from the whole table. */
export function copiesWholeTable({ table, where, reads }: OperationOf<"update" | "delete">, { earlier, key }: Moment): boolean {
  const [copy, ...others] = reads;
  if (where === null || copy === undefined || others.length > 0) return false;
  const made = earlier.some(
    ({ operation }) =>
      operation.kind === "create-table-as" &&
      operation.table.name === copy.name &&
      operation.wholeOf !== undefined &&
      key(operation.wholeOf) === key(table),
  );
  const changed = earlier.some(
    ({ operation }) =>
      (operation.kind === "delete" && operation.table.name === copy.name) ||
      (operation.kind === "truncate" && operation.tables.some((each) => each.name === copy.name)),
  );
  if (changed) return false;
  const name = String.raw`(?:[\w$".]+\.)?"?(\w+)"?`;
  const same = new RegExp(
    String.raw`^\(?\s*${name}\s*(?:=|in\s*\(\s*select)\s*${name}(?:\s+from\s+[\w$".]+\s*\))?\s*\)?$`,
    "iu",
  ).exec(where.text.trim());
  return made && same !== null && same[1] === same[2];
}

function isAlone(column: string, table: Table, { catalog }: Moment): boolean {
  const only = (columns: readonly (string | null)[]) => columns.length === 1 && columns[0] === column;
  return (
    table.constraints.some(({ type, columns }) => (type === "primary-key" || type === "unique") && only(columns)) ||
    indexesOf(`${table.schema}.${table.name}`, catalog).some(
      ({ unique, partial, valid, columns }) => unique && valid && !partial && only(columns),
    )
  );
}

function columnOf(condition: string, patterns: readonly RegExp[], table: Table | undefined): Column | undefined {
  for (const pattern of patterns) {
    const name = pattern.exec(condition.trim())?.groups?.["column"];
    const column = table?.columns.find((each) => each.name === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

function whole(pattern: string): RegExp {
  return new RegExp(String.raw`^\(?\s*${pattern}\s*\)?$`, "iu");
}
