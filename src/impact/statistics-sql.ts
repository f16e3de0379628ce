/** Plain reads of the catalogs and of the statistics views; no row of a table is looked at. They hold on PostgreSQL 12 to 18. */

const OURS = "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'";

export const SERVER = `select
  pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1) as version,
  pg_catalog.current_setting('server_version_num')::int as "versionNumber",
  pg_catalog.pg_is_in_recovery() as standby,
  pg_catalog.pg_database_size(pg_catalog.current_database())::float8 as "databaseBytes",
  (select pg_catalog.count(*)::int from pg_catalog.pg_stat_replication) as replicas,
  (select pg_catalog.max(extract(epoch from pg_catalog.clock_timestamp() - xact_start))::float8 from pg_catalog.pg_stat_activity
    where datname = pg_catalog.current_database() and pid <> pg_catalog.pg_backend_pid()) as "longestTransactionSeconds",
  (select extract(epoch from pg_catalog.clock_timestamp() - stats_reset)::float8 from pg_catalog.pg_stat_database
    where datname = pg_catalog.current_database()) as since,
  (select coalesce(pg_catalog.json_object_agg(extname, extversion order by extname), '{}') from pg_catalog.pg_extension) as extensions`;

export const SERVER_SETTINGS = `select name, pg_catalog.current_setting(name) as value from pg_catalog.pg_settings
  where name in ('maintenance_work_mem', 'shared_buffers', 'work_mem', 'max_wal_size', 'effective_cache_size', 'wal_level',
    'max_parallel_maintenance_workers', 'synchronous_commit', 'synchronous_standby_names', 'lock_timeout', 'statement_timeout',
    'full_page_writes', 'autovacuum')
  order by name`;

/** `reltuples` is -1, before PostgreSQL 14 it is 0 with 0 pages, for a table that was never vacuumed or analyzed. Sizes are those of the last VACUUM or ANALYZE, so that no lock has to be waited for. */
export const TABLES = `with recursive family as (
  select c.oid, c.oid as root from pg_catalog.pg_class c where c.relkind = 'p' and not c.relispartition
  union all
  select i.inhrelid, f.root from pg_catalog.pg_inherits i join family f on f.oid = i.inhparent
)
select n.nspname || '.' || c.relname as key, c.oid::int8::float8 as oid, c.relkind = 'p' as partitioned,
  (select f.root::int8::float8 from family f where f.oid = c.oid and f.root <> c.oid limit 1) as root,
  (select pn.nspname || '.' || p.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhparent
    join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid and c.relispartition) as parent,
  case when c.reltuples < 0 or (c.reltuples = 0 and c.relpages = 0 and s.last_analyze is null and s.last_autoanalyze is null)
    then null else c.reltuples::float8 end as rows,
  c.relpages::float8 * pg_catalog.current_setting('block_size')::int as bytes,
  coalesce((select t.relpages::float8 * pg_catalog.current_setting('block_size')::int from pg_catalog.pg_class t
    where t.oid = c.reltoastrelid), 0) as "toastBytes",
  coalesce(s.n_dead_tup, 0)::float8 as "deadRows",
  coalesce(s.seq_scan, 0)::float8 + coalesce(s.idx_scan, 0)::float8 as reads,
  (coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0) + coalesce(s.n_tup_del, 0))::float8 as writes,
  pg_catalog.to_char(greatest(s.last_analyze, s.last_autoanalyze) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "analyzedAt"
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_user_tables s on s.relid = c.oid
where c.relkind in ('r', 'p', 'm') and ${OURS}
order by 1`;

export const COLUMNS = `select a.attrelid::int8::float8 as "table", a.attname::text as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
  coalesce(s.null_frac, 0)::float8 as "nullFraction", coalesce(s.n_distinct, 0)::float8 as "distinct", coalesce(s.avg_width, 0)::int as width
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
  and s.inherited = (c.relkind = 'p')
where c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped and ${OURS}
order by 1, a.attnum`;

export const INDEXES = `select i.indrelid::int8::float8 as "table", c.relname::text as name,
  c.relpages::float8 * pg_catalog.current_setting('block_size')::int as bytes, coalesce(s.idx_scan, 0)::float8 as scans
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_user_indexes s on s.indexrelid = i.indexrelid
where ${OURS}
order by 1, 2`;
