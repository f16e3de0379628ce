import type { Session } from "../engine.js";
import { literal } from "../quoted.js";
import type { CatalogRows } from "./table-rows.js";

/** Reads the tables of these keys, all below them, and all that they refer to, with the types of their columns. */
export async function readTables(observer: Session, keys: readonly string[], versionNumber: number): Promise<CatalogRows> {
  const names = keys.map(literal).join(", ");
  const sql = TABLES.replace("$keys", () => names).replaceAll("$multirange", versionNumber >= 140_000 ? "rngmultitypid" : "0");
  // Names are printed with their schema where it is not in the path, so nothing but the catalogs is in it.
  const { rows } = await observer.run(`set local search_path = pg_catalog; ${sql}`);
  const found = rows[0]?.["found"];
  return (typeof found === "string" ? JSON.parse(found) : found) as CatalogRows;
}

const TABLES = `
with recursive wanted(oid) as (
  select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
    and n.nspname::text || '.' || c.relname::text = any(array[$keys]::text[])
  union select x.oid from wanted w cross join lateral (
    select confrelid from pg_constraint where conrelid = w.oid and contype = 'f'
    union all select inhrelid from pg_inherits where inhparent = w.oid) x(oid)),
columns as (
  select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated, d.oid as defaults,
    pg_get_expr(d.adbin, d.adrelid) as def
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid in (select oid from wanted) and a.attnum > 0 and not a.attisdropped),
used(oid) as (
  select atttypid from columns
  union select x.oid from used u join pg_type t on t.oid = u.oid cross join lateral (
    select t.typelem where t.typcategory = 'A' union all select t.typbasetype where t.typtype = 'd'
    union all select rngsubtype from pg_range where rngtypid = t.oid
    union all select rngtypid from pg_range where $multirange = t.oid
    union all select atttypid from pg_attribute where t.typtype = 'c' and attrelid = t.typrelid and attnum > 0 and not attisdropped
  ) x(oid) where x.oid <> 0),
types as (
  select t.oid, t.typname, t.typtype, t.typcategory = 'A' and t.typelem <> 0 as is_array, t.typtypmod, t.typnotnull, t.typrelid,
    case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem when t.typtype = 'd' then t.typbasetype
      when t.typtype = 'r' then (select rngsubtype from pg_range where rngtypid = t.oid)
      when t.typtype = 'm' then (select rngtypid from pg_range where $multirange = t.oid) else 0 end as inner_oid
  from pg_type t where t.oid in (select oid from used))
select json_build_object(
  'types', coalesce((select json_agg(json_build_object('oid', t.oid::int8, 'name', t.typname, 'variety', t.typtype,
    'inner', coalesce(t.inner_oid, 0)::int8, 'isArray', t.is_array, 'modifier', t.typtypmod, 'notNull', t.typnotnull,
    'sql', format_type(t.oid, null), 'innerSql', format_type(nullif(t.inner_oid, 0), t.typtypmod),
    'checks', coalesce((select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '[]'),
    'labels', coalesce((select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid), '[]'),
    'attributes', coalesce((select json_agg(json_build_object('type', a.atttypid::int8, 'modifier', a.atttypmod,
      'sql', format_type(a.atttypid, a.atttypmod)) order by a.attnum) from pg_attribute a
      where t.typtype = 'c' and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '[]'))) from types t), '[]'),
  'tables', coalesce((select json_agg(json_build_object('oid', c.oid::int8, 'key', n.nspname::text || '.' || c.relname::text,
    'sql', format('%I.%I', n.nspname, c.relname), 'kind', c.relkind, 'owner', o.rolname, 'ownedBySuperuser', o.rolsuper,
    'children', coalesce((select json_agg(i.inhrelid::int8 order by i.inhrelid) from pg_inherits i where i.inhparent = c.oid), '[]'),
    'isPartition', c.relispartition,
    'columns', coalesce((select json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'type', a.atttypid::int8,
      'modifier', a.atttypmod, 'sql', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'identity', a.attidentity <> '', 'generated', a.attgenerated, 'default', a.def,
      'reads', coalesce((select json_agg(p.refobjsubid) from pg_depend p where a.attgenerated <> ''
        and p.classid = 'pg_attrdef'::regclass and p.objid = a.defaults and p.refclassid = 'pg_class'::regclass
        and p.refobjid = c.oid and p.refobjsubid <> a.attnum), '[]')) order by a.attnum)
      from columns a where a.attrelid = c.oid), '[]'),
    'checks', coalesce((select json_agg(pg_get_expr(k.conbin, k.conrelid) order by k.conname)
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]'),
    'foreignKeys', coalesce((select json_agg(json_build_object('name', k.conname, 'columns', k.conkey, 'target', k.confrelid::int8,
      'full', k.confmatchtype = 'f', 'validated', k.convalidated, 'targetColumns', (select json_agg(a.attname order by u.at)
        from unnest(k.confkey) with ordinality u(num, at) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num)) order by k.conname)
      -- A key that refers to a partitioned table has a copy for each partition, which is no constraint of its own.
      from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and not exists (
        select 1 from pg_constraint whole where whole.oid = k.conparentid and whole.conrelid = k.conrelid)), '[]'),
    'uniques', coalesce((select json_agg(json_build_object('name', x.relname, 'primary', i.indisprimary,
      'plain', i.indexprs is null and i.indpred is null and not i.indisexclusion, 'deferrable', not i.indimmediate and not i.indisexclusion,
      'columns', (select coalesce(json_agg(distinct u.num), '[]') from (
        select k::int from unnest(i.indkey) with ordinality u(k, at) where k > 0 and at <= i.indnkeyatts
        union select p.refobjsubid from pg_depend p where i.indexprs is not null and p.classid = 'pg_class'::regclass
          and p.objid = i.indexrelid and p.refobjid = c.oid and p.refobjsubid > 0) u(num))) order by i.indisprimary desc, x.relname)
      from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)), '[]'),
    'bound', case when c.relispartition then pg_get_partition_constraintdef(c.oid) end) order by c.oid)
    from wanted w join pg_class c on c.oid = w.oid join pg_namespace n on n.oid = c.relnamespace join pg_roles o on o.oid = c.relowner), '[]')
) as found`;
