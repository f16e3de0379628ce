import type { Index } from "../../model/catalog.js";
import type { Session } from "../engine.js";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly string[];
  readonly included: readonly string[] | null;
  readonly used: readonly string[] | null;
  readonly called: readonly string[] | null;
  readonly partial: boolean;
  readonly own_order: boolean;
  readonly valid: boolean;
  readonly constraint: string | null;
}

export async function readIndexes(observer: Session): Promise<Map<string, Index>> {
  return new Map((await observer.query<Row>(SQL)).map((row) => [`${row.schema}.${row.name}`, indexOf(row)]));
}

function indexOf({ keys, included, used, called, own_order, ...row }: Row): Index {
  // An expression has attribute number 0, and with it no name.
  const columns = keys.map((key) => (key === "" ? null : key));
  const reads = [...(included ?? []), ...(used ?? []).filter((column) => !columns.includes(column))];
  return {
    ...row,
    columns,
    ...(own_order ? { ownOrder: true as const } : {}),
    reads: [...new Set(reads)].sort(),
    ...(called === null ? {} : { calls: [...called].sort() }),
    origin: "settled",
  };
}

const SQL = `
select n.nspname::text as schema, x.relname::text as name, tn.nspname::text || '.' || t.relname::text as table, i.indisunique as unique, m.amname::text as method,
  (select pg_catalog.array_agg(coalesce(a.attname::text, '') order by k.ordinality) from pg_catalog.unnest(i.indkey::int2[]) with ordinality k(number, ordinality)
    left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number where k.ordinality <= i.indnkeyatts) as keys,
  (select pg_catalog.array_agg(a.attname::text) from pg_catalog.unnest(i.indkey::int2[]) with ordinality k(number, ordinality)
    join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number where k.ordinality > i.indnkeyatts) as included,
  (select pg_catalog.array_agg(distinct a.attname::text) from pg_catalog.pg_depend d
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = i.indexrelid and d.refobjid = i.indrelid and d.refobjsubid > 0) as used,
  (select pg_catalog.array_agg(distinct fn.nspname::text || '.' || f.proname::text) from pg_catalog.pg_depend d
    join pg_catalog.pg_proc f on f.oid = d.refobjid join pg_catalog.pg_namespace fn on fn.oid = f.pronamespace
    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = i.indexrelid and d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass) as called,
  exists (select from rows from (pg_catalog.unnest(i.indkey::int2[]), pg_catalog.unnest(i.indoption::int2[]), pg_catalog.unnest(i.indclass::oid[]), pg_catalog.unnest(i.indcollation::oid[])) k(number, flags, family, sorting)
    left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number left join pg_catalog.pg_opclass o on o.oid = k.family
    where k.flags <> 0 or not o.opcdefault or (k.number <> 0 and k.sorting <> 0 and k.sorting <> a.attcollation)) as own_order,
  i.indpred is not null as partial, i.indisvalid as valid,
  (select c.conname::text from pg_catalog.pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x') limit 1) as constraint
from pg_catalog.pg_index i
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am m on m.oid = x.relam
join pg_catalog.pg_namespace n on n.oid = x.relnamespace
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2`;
