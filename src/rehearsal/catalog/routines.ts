import type { Routine } from "../../model/catalog.js";
import type { Session } from "../engine.js";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly volatility: string;
  readonly language: string;
  readonly body: string | null;
}

/** One for each name: overloads share theirs, and the last stands for all. */
export async function readRoutines(observer: Session): Promise<Map<string, Routine>> {
  const rows = await observer.query<Row>(SQL);
  return new Map(
    rows.map((row) => [`${row.schema}.${row.name}`, { ...row, volatility: VOLATILITY[row.volatility] ?? "volatile" }]),
  );
}

const VOLATILITY: Readonly<Record<string, Routine["volatility"]>> = { i: "immutable", s: "stable", v: "volatile" };

const SQL = `
select n.nspname::text as schema, p.proname::text as name, p.provolatile::text as volatility, l.lanname::text as language, nullif(p.prosrc, '') as body
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_language l on l.oid = p.prolang
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.prokind in ('f', 'p', 'w')
order by 1, 2, p.oid`;
