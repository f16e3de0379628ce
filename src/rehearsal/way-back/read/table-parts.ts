import { branch, otherOwner } from "./sql-parts.js";

/** What hangs on tables and views. */
export const tablePartBranches = (version: number): string[] => [
  constraints(version),
  INDEXES,
  TRIGGERS,
  RULES,
  POLICIES,
  STATISTICS,
];

/** Those of NOT NULL (PostgreSQL 18) are told with their columns; those of partitions' foreign keys follow from the parent. */
const constraints = (version: number) =>
  branch({
    key: "'pg_constraint/' || c.oid",
    kind: "'constraint'",
    parent: "case when c.conrelid = 0 then 'pg_type/' || c.contypid else 'pg_class/' || c.conrelid end",
    local: "c.conname",
    name: "coalesce(r.id, format_type(c.contypid, null)) || '.' || quote_ident(c.conname)",
    raw: `concat_ws(' ', c.contype, c.condeferrable, c.condeferred, c.convalidated, c.confrelid, c.confupdtype, c.confdeltype, c.confmatchtype, c.conkey, c.confkey,
    c.conexclop, c.conbin, c.connoinherit, ${version >= 180_000 ? "c.conenforced, c.conperiod," : ""} (select concat_ws(' ', i.indkey, i.indclass, i.indoption, i.indcollation, x.reloptions, x.relam) from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indexrelid = c.conindid and c.contype <> 'f'))`,
    text: `concat_ws(' ', pg_get_constraintdef(c.oid), case when not c.convalidated and pg_get_constraintdef(c.oid) !~ 'NOT VALID' then 'NOT VALID' end,
    case when c.connoinherit and c.contype = 'c' and pg_get_constraintdef(c.oid) !~ 'NO INHERIT' then 'NO INHERIT' end)`,
    facts: {
      type: "c.contype",
      table: "r.id",
      domain: "case when c.contypid <> 0 then format_type(c.contypid, null) end",
      inherited: "case when c.coninhcount > 0 and not c.conislocal and c.conparentid = 0 then 'yes' end",
      position: "case c.contype when 'p' then 1 when 'u' then 2 when 'x' then 3 when 'c' then 4 else 5 end",
    },
    age: "c.oid",
    from: `pg_constraint c join ours n on n.oid = c.connamespace left join rel r on r.oid = c.conrelid
where c.contype in ('p', 'f', 'u', 'x', 'c') and (c.conrelid = 0 or r.relkind in ('r', 'p')) and not (c.contype = 'f' and c.conparentid <> 0)
  and not exists (select 1 from ext where ext.classid = 'pg_type'::regclass and ext.objid = c.contypid)`,
  });

/** pg_get_indexdef says ONLY for a partitioned table; without it the index reaches the partitions' own again. */
const INDEXES = branch({
  key: "'pg_class/' || i.indexrelid",
  kind: "'index'",
  parent: "'pg_class/' || i.indrelid",
  local: "x.relname",
  name: "format('%I.%I', n.nspname, x.relname)",
  raw: `concat_ws(' ', i.indisunique, to_jsonb(i) ->> 'indnullsnotdistinct', i.indnkeyatts, i.indkey, i.indclass, i.indoption, i.indcollation, i.indexprs, i.indpred, x.reloptions, x.relam, i.indisvalid, i.indisready,
    (select string_agg(concat_ws(' ', a.attnum, a.attoptions), ',') from pg_attribute a where a.attrelid = x.oid and a.attoptions is not null))`,
  text: "concat_ws(' ', pg_get_indexdef(i.indexrelid), case when not i.indisvalid or not i.indisready then 'INVALID' end)",
  facts: {
    create:
      "case when x.relkind = 'I' then replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') else pg_get_indexdef(i.indexrelid) end",
    expression: "case when i.indexprs is not null or i.indpred is not null then 'yes' end",
    invalid: "case when x.relkind = 'i' and (not i.indisvalid or not i.indisready) then 'yes' end",
  },
  facets: {
    indexStatistics:
      "(select jsonb_object_agg(a.attnum, a.attstattarget) from pg_attribute a where a.attrelid = x.oid and coalesce(a.attstattarget, -1) <> -1)",
  },
  age: "x.oid",
  from: `pg_index i join rel r on r.oid = i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = x.relnamespace
where not exists (select 1 from pg_constraint c where c.conindid = x.oid and c.contype in ('p', 'u', 'x') and c.conrelid = i.indrelid)`,
});

const ENABLED = (column: string) =>
  `case ${column} when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' when 'A' then 'ENABLE ALWAYS' end`;

/** A partition's copy of its parent's trigger depends on that. */
const TRIGGERS = branch({
  key: "'pg_trigger/' || t.oid",
  kind: "'trigger'",
  parent: "'pg_class/' || r.oid",
  local: "t.tgname",
  name: "r.id || '.' || quote_ident(t.tgname)",
  raw: "concat_ws(' ', t.tgtype, t.tgfoid, t.tgattr, t.tgargs, t.tgqual, t.tgdeferrable, t.tginitdeferred, t.tgoldtable, t.tgnewtable, t.tgconstrrelid)",
  text: "pg_get_triggerdef(t.oid)",
  facts: { table: "r.id" },
  facets: { triggerEnabled: ENABLED("t.tgenabled") },
  age: "t.oid",
  from: `pg_trigger t join rel r on r.oid = t.tgrelid where not t.tgisinternal
  and not exists (select 1 from pg_depend d where d.classid = 'pg_trigger'::regclass and d.refclassid = 'pg_trigger'::regclass and d.objid = t.oid)`,
});

const RULES = branch({
  key: "'pg_rewrite/' || w.oid",
  kind: "'rule'",
  parent: "'pg_class/' || r.oid",
  local: "w.rulename",
  name: "r.id || '.' || quote_ident(w.rulename)",
  raw: "concat_ws(' ', w.ev_type, w.is_instead, w.ev_qual, w.ev_action)",
  text: "pg_get_ruledef(w.oid)",
  facts: { table: "r.id" },
  facets: { ruleEnabled: ENABLED("w.ev_enabled") },
  age: "w.oid",
  from: "pg_rewrite w join rel r on r.oid = w.ev_class where w.rulename <> '_RETURN'",
});

const POLICIES = branch({
  key: "'pg_policy/' || p.oid",
  kind: "'policy'",
  parent: "'pg_class/' || r.oid",
  local: "p.polname",
  name: "r.id || '.' || quote_ident(p.polname)",
  raw: "concat_ws(' ', p.polpermissive, p.polcmd, p.polroles, p.polqual, p.polwithcheck)",
  text: `concat_ws(' ', 'AS', case when p.polpermissive then 'PERMISSIVE' else 'RESTRICTIVE' end,
    'FOR', case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
    'TO', (select string_agg(case when role = 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ' order by role) from unnest(p.polroles) role),
    'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`,
  facts: { table: "r.id" },
  age: "p.oid",
  from: "pg_policy p join rel r on r.oid = p.polrelid",
});

const STATISTICS = branch({
  key: "'pg_statistic_ext/' || s.oid",
  kind: "'statistics'",
  parent: "'pg_namespace/' || s.stxnamespace",
  local: "s.stxname",
  name: "format('%I.%I', n.nspname, s.stxname)",
  raw: "concat_ws(' ', s.stxrelid, s.stxkeys, s.stxkind, to_jsonb(s) ->> 'stxexprs')",
  text: "pg_get_statisticsobjdef(s.oid)",
  facets: { owner: otherOwner("s.stxowner") },
  age: "s.oid",
  from: "pg_statistic_ext s join ours n on n.oid = s.stxnamespace",
});
