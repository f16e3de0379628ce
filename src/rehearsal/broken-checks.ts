import { type Session, SqlError } from "./engine.js";
import type { OpenDatabase } from "./open-database.js";
import { literal, quoted } from "./quoted.js";

/** A NOT VALID constraint that rows break: an UPDATE of such a row fails, whichever columns it writes. */
export interface BrokenCheck {
  /** `schema.name`. */
  readonly relation: string;
  readonly constraint: string;
}

/**
 * The conditions are the change's own, so the role that migrates works them out, in a transaction that writes nothing. A foreign
 * key is left out, since an UPDATE looks only at the columns that it writes.
 */
export async function readBrokenChecks({ session, observer }: OpenDatabase): Promise<readonly BrokenCheck[]> {
  const { rows } = await observer.run(`set local search_path to ''; ${UNCHECKED}`);
  const broken: BrokenCheck[] = [];
  for (const row of rows) {
    const [schema, table, constraint] = [row["schema"], row["table"], row["constraint"]].map(String) as [string, string, string];
    const from = `${quoted(schema)}.${quoted(table)}`;
    const question = `select true as found from ${from} where not coalesce((${String(row["condition"])}), true) limit 1`;
    if (await findsRows(session, question)) broken.push({ relation: `${schema}.${table}`, constraint });
  }
  return broken;
}

/** A condition that cannot be worked out, or takes too long, tells nothing. */
async function findsRows(session: Session, question: string): Promise<boolean> {
  try {
    await session.run(`begin read only; set local search_path to ''; set local statement_timeout = ${LONGEST_MS}`);
    return (await session.run(question)).rows.length > 0;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  } finally {
    await session.run("rollback");
  }
}

const LONGEST_MS = 2_000;

/** Larger tables are not read: a rehearsal's seed has no need of them. */
const LARGEST = literal(String(64 * 1024 * 1024));

/** From 18 on NOT NULL may be NOT VALID, too. */
const UNCHECKED = `
select n.nspname::text as schema, c.relname::text as table, k.conname::text as constraint,
  case k.contype when 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid)
    else (select pg_catalog.quote_ident(a.attname::text) || ' is not null' from pg_catalog.pg_attribute a
      where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) end as condition
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid and c.relkind = 'r'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where k.contype in ('c', 'n') and not k.convalidated and n.nspname !~ '^pg_'
  and coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::pg_catalog.bool, true)
  and pg_catalog.pg_relation_size(c.oid) < ${LARGEST}::pg_catalog.int8
order by 1, 2, 3`;
