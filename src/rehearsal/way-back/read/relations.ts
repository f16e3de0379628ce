import { aclItems, branch, otherOwner } from "./sql-parts.js";

/** Tables, views, sequences. */
export const relationBranches = (version: number): string[] => [
  tables(version),
  COLUMNS_OF(version),
  DEFAULTS,
  VIEWS,
  SEQUENCES,
  FOREIGN_TABLES,
];

const SCHEMA = "'pg_namespace/' || r.relnamespace";
const options = (prefix: string, column: string) =>
  `(select jsonb_object_agg(${prefix}split_part(item, '=', 1), substr(item, strpos(item, '=') + 1)) from unnest(${column}) item)`;

/** Partitions and children name what they hang on by oid, for the comparison, and by name, for the statement. */
const tables = (version: number) =>
  branch({
    key: "'pg_class/' || r.oid",
    kind: "'table'",
    parent: SCHEMA,
    local: "r.relname",
    name: "r.id",
    raw: "concat_ws(' ', r.relkind, r.reloftype, (select concat_ws(' ', partstrat, partattrs, partclass, partcollation, partexprs) from pg_partitioned_table where partrelid = r.oid))",
    text: "concat_ws(' ', r.relkind, case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end, nullif(r.reloftype, 0)::regtype::text)",
    facts: {
      partitionBy: "case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end",
      isPartition: "case when r.relispartition then 'yes' end",
      bytes: "case when r.relkind = 'r' then pg_relation_size(r.oid) end",
      inherits:
        "(select string_agg(inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits where inhrelid = r.oid and not r.relispartition)",
    },
    facets: {
      partition:
        "(select i.inhparent::regclass::text || chr(10) || pg_get_expr(r.relpartbound, r.oid) from pg_inherits i where i.inhrelid = r.oid and r.relispartition)",
      inherits:
        "(select string_agg(inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits where inhrelid = r.oid and not r.relispartition)",
      persistence: "case r.relpersistence when 'u' then 'UNLOGGED' end",
      rowSecurity: "case when r.relrowsecurity then 'on' end",
      forceRowSecurity: "case when r.relforcerowsecurity then 'on' end",
      options: `coalesce(${options("", "r.reloptions")}, '{}') || coalesce((select ${options("'toast.' || ", "t.reloptions")} from pg_class t where t.oid = r.reltoastrelid), '{}')`,
      replicaIdentity: `case r.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING'
        when 'i' then (select 'USING INDEX ' || quote_ident(x.relname) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = r.oid and i.indisreplident) end`,
      cluster:
        "(select quote_ident(x.relname) from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = r.oid and i.indisclustered)",
      accessMethod:
        version >= 150_000
          ? "case when r.relkind = 'r' then (select quote_ident(nullif(amname, 'heap')) from pg_am where oid = r.relam) end"
          : "null",
      owner: otherOwner("r.relowner"),
      acl: aclItems("r.relacl", "r", "r.relowner"),
    },
    age: "r.oid",
    from: "rel r where r.relkind in ('r', 'p')",
  });

const IDENTITY = `(select format('SEQUENCE NAME %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', q.id, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
    case when s.seqcycle then ' CYCLE' end)
  from pg_depend d join rel q on q.oid = d.objid join pg_sequence s on s.seqrelid = q.oid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = r.oid and d.refobjsubid = a.attnum and d.deptype = 'i' limit 1)`;

/** PostgreSQL 14 brought attcompression; 18 brought NOT NULL that is not validated, and virtual columns. */
const COLUMNS_OF = (version: number) => {
  const notValid =
    version >= 180_000
      ? "case when exists (select 1 from pg_constraint c where c.conrelid = r.oid and c.contype = 'n' and c.conkey = array[a.attnum] and not c.convalidated) then 'yes' end"
      : "null";
  return branch({
    key: "'pg_class/' || r.oid || '/' || a.attnum",
    kind: "case r.relkind when 'c' then 'attribute' else 'column' end",
    parent: "case r.relkind when 'c' then 'pg_type/' || r.reltype else 'pg_class/' || r.oid end",
    local: "a.attname",
    name: "r.id || '.' || quote_ident(a.attname)",
    raw: `concat_ws(' ', a.atttypid, a.atttypmod, a.attcollation, a.attnotnull, a.attidentity, a.attgenerated, case when a.attgenerated <> '' then d.adbin::text end, ${IDENTITY}, ${notValid})`,
    text: `concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull, a.attidentity, a.attgenerated, case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end, ${IDENTITY}, ${notValid})`,
    facts: {
      type: "format_type(a.atttypid, a.atttypmod)",
      base: "format_type(a.atttypid, null)",
      family: "case when t.typtype = 'e' or a.atttypid >= 16384 then 'own' else t.typcategory::text end",
      array: "case when t.typcategory = 'A' then 'yes' end",
      collation:
        "(select c.oid::regcollation::text from pg_collation c where c.oid = a.attcollation and a.attcollation <> t.typcollation)",
      notNull: "case when a.attnotnull then 'yes' end",
      notNullNotValid: notValid,
      identity: "case a.attidentity when 'a' then 'ALWAYS' when 'd' then 'BY DEFAULT' end",
      identityOptions: `case when a.attidentity <> '' then ${IDENTITY} end`,
      generated: "case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end",
      generatedKind: "case a.attgenerated when 's' then 'STORED' when 'v' then 'VIRTUAL' end",
      inherited: "case when a.attinhcount > 0 and not a.attislocal then 'yes' end",
      usualStorage:
        "case when r.relkind <> 'c' then case t.typstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end end",
      keyOfPartition:
        "(select 'yes' from pg_partitioned_table p where p.partrelid = r.oid and (a.attnum = any (p.partattrs) or p.partexprs is not null))",
    },
    facets: {
      storage:
        "(select case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end where a.attstorage <> t.typstorage)",
      compression: version >= 140_000 ? "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end" : "null",
      statistics: "nullif(coalesce(a.attstattarget, -1), -1)",
      attributeOptions: options("", "a.attoptions"),
      acl: aclItems("a.attacl", "c", "r.relowner"),
    },
    age: "a.attnum",
    from: `rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
where r.relkind in ('r', 'p', 'c')`,
  });
};

const DEFAULTS = branch({
  key: "'default/' || r.oid || '/' || a.attnum",
  kind: "'default'",
  parent: "'pg_class/' || r.oid || '/' || a.attnum",
  local: "'default'",
  name: "r.id || '.' || quote_ident(a.attname)",
  raw: "d.adbin",
  text: "pg_get_expr(d.adbin, d.adrelid)",
  facts: { inherited: "case when a.attinhcount > 0 then 'yes' end" },
  age: "a.attnum",
  from: `rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum where r.relkind in ('r', 'p')`,
});

const VIEWS = branch({
  key: "'pg_class/' || r.oid",
  kind: "case r.relkind when 'v' then 'view' else 'materialized view' end",
  parent: SCHEMA,
  local: "r.relname",
  name: "r.id",
  raw: "concat_ws(' ', w.ev_action, r.reloptions, r.relispopulated)",
  text: "concat_ws(' ', pg_get_viewdef(r.oid), r.reloptions, r.relispopulated)",
  facts: {
    query: "pg_get_viewdef(r.oid)",
    options: "(select string_agg(item, ', ') from unnest(r.reloptions) item)",
    noData: "case when r.relkind = 'm' and not r.relispopulated then 'yes' end",
  },
  facets: {
    owner: otherOwner("r.relowner"),
    acl: aclItems("r.relacl", "r", "r.relowner"),
  },
  age: "r.oid",
  from: "rel r join pg_rewrite w on w.ev_class = r.oid and w.rulename = '_RETURN' where r.relkind in ('v', 'm')",
});

const SEQUENCES = branch({
  key: "'pg_class/' || r.oid",
  kind: "'sequence'",
  parent: SCHEMA,
  local: "r.relname",
  name: "r.id",
  text: "format('AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then 'CYCLE' else 'NO CYCLE' end)",
  raw: "concat_ws(' ', s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)",
  facets: {
    ownedBy: `(select format('%s.%I', d.refobjid::regclass, a.attname) from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'a' limit 1)`,
    owner: otherOwner("r.relowner"),
    acl: aclItems("r.relacl", "s", "r.relowner"),
  },
  age: "r.oid",
  from: `rel r join pg_sequence s on s.seqrelid = r.oid where not exists (select 1 from pg_depend d
  where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'i')`,
});

const FOREIGN_TABLES = branch({
  key: "'pg_class/' || r.oid",
  kind: "'other'",
  local: "'foreign table'",
  name: "'FOREIGN TABLE ' || r.id",
  age: "r.oid",
  from: "rel r where r.relkind = 'f'",
});
