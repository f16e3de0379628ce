import type { View } from "../../model/catalog.js";
import type { Session } from "../engine.js";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly reads: readonly string[] | null;
}

export async function readViews(observer: Session): Promise<Map<string, View>> {
  const rows = await observer.query<Row>(SQL);
  return new Map(
    rows.map((row) => [`${row.schema}.${row.name}`, { ...row, reads: [...(row.reads ?? [])].sort(), origin: "settled" }]),
  );
}

/** What the rule behind a view depends on: relations, and columns as \`schema.table.column\`. */
const SQL = `
select n.nspname::text as schema, v.relname::text as name, v.relkind = 'm' as materialized,
  (select pg_catalog.array_agg(distinct tn.nspname::text || '.' || t.relname::text || coalesce('.' || a.attname::text, ''))
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = w.oid
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid <> v.oid
    join pg_catalog.pg_class t on t.oid = d.refobjid
    join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
    left join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0
    where w.ev_class = v.oid) as reads
from pg_catalog.pg_class v join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where v.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2`;
