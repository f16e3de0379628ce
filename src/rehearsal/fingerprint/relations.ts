import { acl, ownerOf, sortedArray } from "./acl.js";

/** Tables, views, sequences and what hangs on them. */
export function relationBranches(version: number): string[] {
  return [
    RELATIONS,
    columns(version),
    COLUMN_ORDER,
    CONSTRAINTS,
    INDEXES,
    TRIGGERS,
    VIEWS,
    RULES,
    POLICIES,
    SEQUENCES,
    STATISTICS,
  ];
}

const RELATIONS = `
select case relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'f' then 'foreign table' when 'v' then 'view'
    when 'm' then 'materialized view' when 'S' then 'sequence' else 'composite type' end as kind,
  id as object,
  concat_ws(' ',
    case relpersistence when 'u' then 'UNLOGGED' end,
    'PARTITION BY ' || case when relkind = 'p' then pg_get_partkeydef(r.oid) end,
    pg_get_expr(relpartbound, r.oid),
    (select 'CHILD OF ' || string_agg(inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits where inhrelid = r.oid),
    'OF ' || nullif(reloftype, 0)::regtype::text,
    case when relrowsecurity then 'ROW LEVEL SECURITY' end,
    case when relforcerowsecurity then 'FORCE ROW LEVEL SECURITY' end,
    case relreplident when 'f' then 'REPLICA IDENTITY FULL' when 'n' then 'REPLICA IDENTITY NOTHING' end,
    'WITH (' || ${sortedArray("reloptions")} || ')',
    'USING ' || (select nullif(amname, 'heap') from pg_am where pg_am.oid = relam),
    'TABLESPACE ' || (select spcname from pg_tablespace t where t.oid = reltablespace),
    (select 'SERVER ' || s.srvname || coalesce(' OPTIONS ' || f.ftoptions::text, '')
      from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = r.oid),
    ${ownerOf("relowner")},
    case when relkind in ('r', 'p', 'v', 'm', 'f') then ${acl("relacl", "r", "relowner")}
      when relkind = 'S' then ${acl("relacl", "s", "relowner")} end) as definition,
  null::text as parent
from rel r where relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'c')`;

/** PostgreSQL 14 brought attcompression; 17 made attstattarget nullable. */
function columns(version: number): string {
  const compression = version >= 140_000 ? "'COMPRESSION ' || nullif(a.attcompression::text, '')," : "";
  const notValid =
    version >= 180_000
      ? "case when exists (select 1 from pg_constraint c where c.conrelid = r.oid and c.contype = 'n' and c.conkey = array[a.attnum] and not c.convalidated) then 'NOT VALID' end,"
      : "";
  return `
select 'column', r.id || '.' || quote_ident(a.attname),
  concat_ws(' ',
    format_type(a.atttypid, a.atttypmod),
    (select 'COLLATE ' || c.oid::regcollation::text from pg_collation c where c.oid = a.attcollation and a.attcollation <> t.typcollation),
    case when a.attnotnull then 'NOT NULL' end, ${notValid}
    case a.attgenerated when '' then 'DEFAULT ' when 's' then 'GENERATED STORED ' else 'GENERATED VIRTUAL ' end || pg_get_expr(d.adbin, d.adrelid),
    case a.attidentity when 'a' then 'IDENTITY ALWAYS' when 'd' then 'IDENTITY BY DEFAULT' end,
    'STORAGE ' || nullif(a.attstorage, t.typstorage)::text, ${compression}
    'STATISTICS ' || nullif(coalesce(a.attstattarget, -1), -1)::text,
    'OPTIONS ' || a.attoptions::text,
    'FOREIGN OPTIONS ' || a.attfdwoptions::text,
    ${acl("a.attacl", "c", "r.relowner")}),
  r.id
from rel r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
where r.relkind in ('r', 'p', 'f', 'v', 'm', 'c')`;
}

const COLUMN_ORDER = `
select 'column order', r.id, string_agg(quote_ident(a.attname), ', ' order by a.attnum), r.id
from rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
where r.relkind in ('r', 'p', 'f', 'c') group by r.id`;

/** Those of partitions that follow from their parent are left out: they cannot differ from it. */
const CONSTRAINTS = `
select case c.contype when 'p' then 'primary key' when 'f' then 'foreign key' when 'u' then 'unique constraint'
    when 'x' then 'exclusion constraint' else 'check constraint' end,
  coalesce(r.id, format_type(c.contypid, null)) || '.' || quote_ident(c.conname),
  concat_ws(' ', pg_get_constraintdef(c.oid),
    case when not c.convalidated and pg_get_constraintdef(c.oid) !~ 'NOT VALID' then 'NOT VALID' end,
    case when c.connoinherit and c.contype = 'c' and pg_get_constraintdef(c.oid) !~ 'NO INHERIT' then 'NO INHERIT' end),
  r.id
from pg_constraint c
join ours n on n.oid = c.connamespace
left join rel r on r.oid = c.conrelid
where c.contype in ('p', 'f', 'u', 'x', 'c') and (c.conrelid = 0 or r.oid is not null)
  and c.conparentid = 0 and not (c.coninhcount > 0 and not c.conislocal)
  and not exists (select 1 from ext where ext.classid = 'pg_type'::regclass and ext.objid = c.contypid)`;

const INDEXES = `
select 'index', format('%I.%I', n.nspname, x.relname),
  concat_ws(' ', pg_get_indexdef(i.indexrelid),
    case when not i.indisvalid then 'INVALID' end,
    case when not i.indisready then 'NOT READY' end,
    case when i.indisclustered then 'CLUSTERED' end,
    case when i.indisreplident then 'REPLICA IDENTITY' end,
    case when not i.indimmediate then 'DEFERRABLE' end,
    (select 'PART OF ' || inhparent::regclass::text from pg_inherits where inhrelid = i.indexrelid),
    (select 'STATISTICS ' || string_agg(a.attnum || ':' || a.attstattarget, ',' order by a.attnum) from pg_attribute a
      where a.attrelid = i.indexrelid and coalesce(a.attstattarget, -1) <> -1),
    'TABLESPACE ' || (select spcname from pg_tablespace t where t.oid = x.reltablespace)),
  r.id
from pg_index i
join rel r on r.oid = i.indrelid
join pg_class x on x.oid = i.indexrelid
join pg_namespace n on n.oid = x.relnamespace`;

const TRIGGERS = `
select 'trigger', r.id || '.' || quote_ident(t.tgname),
  concat_ws(' ', pg_get_triggerdef(t.oid), case t.tgenabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' end),
  r.id
from pg_trigger t join rel r on r.oid = t.tgrelid where not t.tgisinternal`;

const VIEWS = `
select 'query of ' || case relkind when 'v' then 'view' else 'materialized view' end, r.id,
  pg_get_viewdef(r.oid) || case when relkind = 'm' and not relispopulated then ' WITH NO DATA' else '' end, r.id
from rel r where relkind in ('v', 'm')`;

const RULES = `
select 'rule', r.id || '.' || quote_ident(w.rulename),
  concat_ws(' ', pg_get_ruledef(w.oid), case w.ev_enabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' when 'A' then 'ALWAYS' end), r.id
from pg_rewrite w join rel r on r.oid = w.ev_class where w.rulename <> '_RETURN'`;

const POLICIES = `
select 'policy', r.id || '.' || quote_ident(p.polname),
  concat_ws(' ', case when p.polpermissive then 'PERMISSIVE' else 'RESTRICTIVE' end,
    'FOR ' || case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
    'TO ' || (select string_agg(case when role = 0 then 'public' else pg_get_userbyid(role)::text end, ', ' order by role) from unnest(p.polroles) role),
    'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
    'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
  r.id
from pg_policy p join rel r on r.oid = p.polrelid`;

/** The current value is data, not schema. */
const SEQUENCES = `
select 'sequence range', r.id,
  concat_ws(' ', s.seqtypid::regtype::text, 'START', s.seqstart, 'INCREMENT', s.seqincrement, 'FROM', s.seqmin, 'TO', s.seqmax,
    'CACHE', s.seqcache, case when s.seqcycle then 'CYCLE' end,
    (select 'OWNED BY ' || d.refobjid::regclass::text || '.' || quote_ident(a.attname)
      from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') limit 1)),
  r.id
from rel r join pg_sequence s on s.seqrelid = r.oid`;

const STATISTICS = `
select 'statistics', format('%I.%I', n.nspname, s.stxname), concat_ws(' ', pg_get_statisticsobjdef(s.oid), ${ownerOf("s.stxowner")}), r.id
from pg_statistic_ext s join ours n on n.oid = s.stxnamespace left join rel r on r.oid = s.stxrelid`;
