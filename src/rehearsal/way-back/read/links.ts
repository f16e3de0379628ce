/** Who needs whom, from pg_depend: keys as in the definitions. Pinned objects of the server itself are not in it. */
export const DEPENDENCIES = `
select d.classid::regclass::text || '/' || d.objid || case when d.objsubid > 0 then '/' || d.objsubid else '' end as key,
  d.refclassid::regclass::text || '/' || d.refobjid || case when d.refobjsubid > 0 then '/' || d.refobjsubid else '' end as needs,
  d.deptype::text as kind
from pg_depend d where d.objid >= 16384 and d.classid <> 0`;

/** Entries that are a part of an object which has a definition: row types, array types, a view's rule, an identity's sequence. */
export const ALIASES = (version: number) => `
select 'pg_type/' || c.reltype as key, 'pg_class/' || c.oid as of from pg_class c where c.reltype <> 0 and c.relkind <> 'c' and c.oid >= 16384
union all select 'pg_class/' || c.oid, 'pg_type/' || c.reltype from pg_class c where c.relkind = 'c' and c.oid >= 16384
union all select 'pg_type/' || t.typarray, 'pg_type/' || t.oid from pg_type t where t.typarray <> 0 and t.oid >= 16384
union all select 'pg_rewrite/' || w.oid, 'pg_class/' || w.ev_class from pg_rewrite w where w.rulename = '_RETURN' and w.oid >= 16384
union all select 'pg_attrdef/' || d.oid, case when a.attgenerated = '' then 'default/' else 'pg_class/' end || d.adrelid || '/' || d.adnum
  from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
union all select 'pg_class/' || c.conindid, 'pg_constraint/' || c.oid from pg_constraint c join pg_index i on i.indexrelid = c.conindid
  where c.contype in ('p', 'u', 'x') and i.indrelid = c.conrelid
union all select 'pg_class/' || d.objid, 'pg_class/' || d.refobjid || '/' || d.refobjsubid from pg_depend d join pg_class c on c.oid = d.objid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i' and d.refobjsubid > 0 and c.relkind = 'S'
union all select d.classid::regclass::text || '/' || d.objid, 'pg_extension/' || d.refobjid from pg_depend d where d.deptype = 'e'${
  version >= 140_000
    ? "\nunion all select 'pg_type/' || g.rngmultitypid, 'pg_type/' || g.rngtypid from pg_range g where g.rngtypid >= 16384"
    : ""
}`;

/** Also on what initdb made, as long as it is not initdb that wrote it. */
export const COMMENTS = `
select d.classoid::regclass::text || '/' || d.objoid || case when d.objsubid > 0 then '/' || d.objsubid else '' end as key,
  d.description as comment, i.type, i.identity
from pg_description d cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i
where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.objoid = to_regnamespace('public'))
  and not exists (select 1 from pg_depend e where e.deptype = 'e' and e.classid = d.classoid and e.objid = d.objoid)`;
