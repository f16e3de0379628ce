import { aclItems, allAclItems, branch, otherOwner, own } from "./sql-parts.js";

export const databaseBranches = (version: number): string[] => [
  SCHEMAS,
  EXTENSIONS,
  defaultPrivileges(),
  publications(version),
  EVENT_TRIGGERS,
  TEXT_SEARCH,
  ...OTHERS,
];

const SCHEMAS = branch({
  key: "'pg_namespace/' || o.oid",
  kind: "'schema'",
  local: "o.nspname",
  name: "quote_ident(o.nspname)",
  facets: { owner: otherOwner("o.nspowner"), acl: aclItems("o.nspacl", "n", "o.nspowner") },
  age: "o.oid",
  from: `ours o where ${own("pg_namespace", "o.oid")}`,
});

const EXTENSIONS = branch({
  key: "'pg_extension/' || e.oid",
  kind: "'extension'",
  local: "e.extname",
  name: "quote_ident(e.extname)",
  text: "concat_ws(' ', e.extversion, e.extnamespace::regnamespace)",
  facts: { schema: "e.extnamespace::regnamespace", version: "quote_literal(e.extversion)" },
  age: "e.oid",
  from: "pg_extension e",
});

/** Those of a schema are added to the usual ones; those of the whole database replace them. */
const defaultPrivileges = () => {
  const usual = "acldefault(case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end::\"char\", d.defaclrole)";
  const whole = aclItems("d.defaclacl", "r", "d.defaclrole").replaceAll("acldefault('r', d.defaclrole)", usual);
  return branch({
    key: "'pg_default_acl/' || d.defaclrole || '/' || d.defaclnamespace || '/' || d.defaclobjtype::text",
    kind: "'default privileges'",
    local: "d.defaclobjtype",
    name: "concat_ws(' ', 'FOR ROLE ' || quote_ident(pg_get_userbyid(d.defaclrole)), 'IN SCHEMA ' || nullif(d.defaclnamespace, 0)::regnamespace::text)",
    parent: "'pg_namespace/' || nullif(d.defaclnamespace, 0)",
    facts: {
      mine: "(select 'yes' from me where me.owner = d.defaclrole)",
      on: "case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'FUNCTIONS' when 'T' then 'TYPES' when 'n' then 'SCHEMAS' when 'L' then 'LARGE OBJECTS' end",
    },
    facets: { acl: `case when d.defaclnamespace = 0 then ${whole} else ${allAclItems("d.defaclacl")} end` },
    age: "d.oid",
    from: "pg_default_acl d",
  });
};

/** Filters, column lists and whole schemas came with 15. */
function publications(version: number): string {
  const table =
    version >= 150_000
      ? `concat_ws(' ', 'TABLE ' || prrelid::regclass::text, '(' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a where a.attrelid = prrelid and a.attnum = any (prattrs)) || ')',
      'WHERE (' || pg_get_expr(prqual, prrelid) || ')')`
      : "prrelid::regclass::text";
  const tables = `(select string_agg(${table}, ', ' order by prrelid::regclass::text) from pg_publication_rel where prpubid = p.oid)`;
  const members =
    version >= 150_000
      ? `concat_ws(', ', ${tables}, (select string_agg('TABLES IN SCHEMA ' || pnnspid::regnamespace::text, ', ' order by pnnspid::regnamespace::text) from pg_publication_namespace where pnpubid = p.oid))`
      : `'TABLE ' || ${tables}`;
  const root = version >= 130_000 ? ", 'publish_via_partition_root = ' || p.pubviaroot" : "";
  return branch({
    key: "'pg_publication/' || p.oid",
    kind: "'publication'",
    local: "p.pubname",
    name: "quote_ident(p.pubname)",
    text: `concat_ws(' ', case when p.puballtables then 'FOR ALL TABLES' else 'FOR ' || nullif(${members}, '') end,
    'WITH (' || concat_ws(', ', 'publish = ' || quote_literal(concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end))${root}) || ')')`,
    facets: { owner: otherOwner("p.pubowner") },
    age: "p.oid",
    from: "pg_publication p",
  });
}

const EVENT_TRIGGERS = branch({
  key: "'pg_event_trigger/' || e.oid",
  kind: "'event trigger'",
  local: "e.evtname",
  name: "quote_ident(e.evtname)",
  raw: "concat_ws(' ', e.evtevent, e.evtfoid, e.evttags)",
  text: "concat_ws(' ', 'ON', e.evtevent, 'WHEN TAG IN (' || (select string_agg(quote_literal(tag), ', ') from unnest(e.evttags) tag) || ')', 'EXECUTE FUNCTION', e.evtfoid::regproc || '()')",
  facets: {
    eventTriggerEnabled:
      "case e.evtenabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' when 'A' then 'ENABLE ALWAYS' end",
    owner: otherOwner("e.evtowner"),
  },
  age: "e.oid",
  from: `pg_event_trigger e where ${own("pg_event_trigger", "e.oid")}`,
});

const TEXT_SEARCH = branch({
  key: "'pg_ts_config/' || c.oid",
  kind: "'text search configuration'",
  parent: "'pg_namespace/' || c.cfgnamespace",
  local: "c.cfgname",
  name: "format('%I.%I', n.nspname, c.cfgname)",
  text: `concat_ws(' ', (select format('%I.%I', pn.nspname, p.prsname) from pg_ts_parser p join pg_namespace pn on pn.oid = p.prsnamespace where p.oid = c.cfgparser),
    (select string_agg(m.maptokentype || ':' || m.mapdict::regdictionary::text, ', ' order by m.maptokentype, m.mapseqno) from pg_ts_config_map m where m.mapcfg = c.oid))`,
  facts: {
    parser:
      "(select format('%I.%I', pn.nspname, p.prsname) from pg_ts_parser p join pg_namespace pn on pn.oid = p.prsnamespace where p.oid = c.cfgparser)",
    mappings: `(select jsonb_object_agg(alias, dictionaries) from (select k.alias, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
      from pg_ts_config_map m join ts_token_type(c.cfgparser) k on k.tokid = m.maptokentype where m.mapcfg = c.oid group by k.alias) m)`,
  },
  facets: { owner: otherOwner("c.cfgowner") },
  age: "c.oid",
  from: `pg_ts_config c join ours n on n.oid = c.cfgnamespace where ${own("pg_ts_config", "c.oid")}`,
});

/** Known well enough to be dropped again, not to be made again. */
const OTHERS = [
  ["pg_operator", "operator"],
  ["pg_opclass", "operator class"],
  ["pg_opfamily", "operator family"],
  ["pg_cast", "cast"],
  ["pg_conversion", "conversion"],
  ["pg_ts_dict", "text search dictionary"],
  ["pg_foreign_data_wrapper", "foreign data wrapper"],
  ["pg_foreign_server", "server"],
  ["pg_language", "language"],
].map(([catalog = "", kind = ""]) =>
  branch({
    key: `'${catalog}/' || o.oid`,
    kind: "'other'",
    local: `'${kind}'`,
    name: `upper('${kind}') || ' ' || i.identity`,
    age: "o.oid",
    from: `${catalog} o cross join lateral pg_identify_object('${catalog}'::regclass, o.oid, 0) i where o.oid >= 16384 and ${own(catalog, "o.oid")}`,
  }),
);
