import type { InsertShape, ServerRefusal } from "../../model/old-code.js";
import type { Session } from "../engine.js";
import { quoted } from "../quoted.js";

interface Row {
  readonly name: string;
  readonly position: string;
  readonly relation: string;
  /** Sources of row triggers that may fill the column before it is checked. */
  readonly triggers: readonly string[] | null;
}

/**
 * What an INSERT that still prepares is refused when it runs: a column that must not be null, has no default, and is not
 * given. Null when there is none, or when a trigger may fill it.
 */
export async function missingColumn(session: Session, inserts: readonly InsertShape[]): Promise<ServerRefusal | null> {
  for (const { relation, columns } of inserts) {
    if (columns === null) continue;
    const name = relation.schema === null ? quoted(relation.name) : `${quoted(relation.schema)}.${quoted(relation.name)}`;
    const rows = await session.query<Row>(REQUIRED, [name]);
    const missing = rows.find(
      (row) => !isGiven(row, columns) && !(row.triggers ?? []).some((source) => mayFill(source, row.name)),
    );
    if (missing !== undefined) {
      const message = `column "${missing.name}" of "${missing.relation}" is NOT NULL without a default, and the INSERT does not give it`;
      return { message, sqlstate: "23502" };
    }
  }
  return null;
}

function isGiven(row: Row, columns: readonly string[] | number): boolean {
  return typeof columns === "number" ? Number(row.position) <= columns : columns.includes(row.name);
}

/** A trigger that never names the column, nor the row as a whole except to return it, leaves the column as it is. */
function mayFill(source: string, column: string): boolean {
  const text = source.toLowerCase();
  if (text.includes(column.toLowerCase())) return true;
  if (/\bnew\s*:?=|\binto\s+(strict\s+)?new\b|populate_record|#=/u.test(text)) return true;
  return [...text.matchAll(/\breturn\s+([^;]*)/gu)].some((match) => !/^(new|old|null)\s*$/u.test(match[1] ?? ""));
}

const REQUIRED = `
select a.attname::text as name, a.position::text, c.relname::text as relation,
  array(
    select p.prosrc from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = c.oid and t.tgenabled in ('O', 'A') and t.tgtype & 7 = 7
  ) as triggers
from pg_catalog.pg_class c
join (
  select b.*, pg_catalog.row_number() over (partition by b.attrelid order by b.attnum) as position
  from pg_catalog.pg_attribute b where b.attnum > 0 and not b.attisdropped
) a on a.attrelid = c.oid
join pg_catalog.pg_type t on t.oid = a.atttypid
where c.oid = pg_catalog.to_regclass($1) and c.relkind in ('r', 'p')
  and (a.attnotnull or t.typnotnull) and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' and t.typdefault is null
order by a.attnum`;
