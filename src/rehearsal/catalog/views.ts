import type { View } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { groupBy } from "./group-by.js";
import { type TypeColumns, typeColumns, typeReference } from "./type-reference.js";

interface ColumnRow extends TypeColumns {
  readonly view: string;
  readonly column: string;
}

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly reads: readonly string[] | null;
  readonly called: readonly string[] | null;
}

export async function readViews(observer: Session): Promise<Map<string, View>> {
  const rows = await observer.query<Row>(SQL);
  const columns = groupBy(
    await observer.query<ColumnRow>(COLUMNS),
    ({ view }) => view,
    (row) => ({ name: row.column, type: typeReference(row) }),
  );
  return new Map(
    rows.map(({ called, ...row }) => {
      const key = `${row.schema}.${row.name}`;
      const reads = [...(row.reads ?? [])].sort();
      const calls = called === null ? {} : { calls: [...called].sort() };
      return [key, { ...row, reads, columns: columns.get(key) ?? [], ...calls, origin: "settled" }];
    }),
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
    where w.ev_class = v.oid) as reads,
  (select pg_catalog.array_agg(distinct fn.nspname::text || '.' || f.proname::text)
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = w.oid
      and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    join pg_catalog.pg_proc f on f.oid = d.refobjid join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
    where w.ev_class = v.oid) as called
from pg_catalog.pg_class v join pg_catalog.pg_namespace n on n.oid = v.relnamespace
where v.relkind in ('v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2`;

const type = typeColumns("a.atttypid", "a.atttypmod");

const COLUMNS = `
select vn.nspname::text || '.' || v.relname::text as view, a.attname::text as column, ${type.columns}
from pg_catalog.pg_attribute a
join pg_catalog.pg_class v on v.oid = a.attrelid join pg_catalog.pg_namespace vn on vn.oid = v.relnamespace
${type.joins}
where v.relkind in ('v', 'm') and a.attnum > 0 and not a.attisdropped and vn.nspname !~ '^pg_' and vn.nspname <> 'information_schema'
order by a.attrelid, a.attnum`;
