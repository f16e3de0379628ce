import { aclItems, branch, otherOwner, own } from "./sql-parts.js";

export const typeBranches = (version: number): string[] => [
  ENUMS,
  DOMAINS,
  COMPOSITES,
  ranges(version),
  collations(version),
  FUNCTIONS,
  AGGREGATES,
];

const NAMED = {
  key: "'pg_type/' || t.oid",
  parent: "'pg_namespace/' || t.typnamespace",
  local: "t.typname",
  name: "format('%I.%I', n.nspname, t.typname)",
  facets: { owner: otherOwner("t.typowner"), acl: aclItems("t.typacl", "T", "t.typowner") },
  age: "t.oid",
};
const FROM = `pg_type t join ours n on n.oid = t.typnamespace where ${own("pg_type", "t.oid")}`;

const ENUMS = branch({
  ...NAMED,
  kind: "'enum'",
  raw: "(select string_agg(oid || ' ' || enumlabel, ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)",
  text: "(select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid)",
  facts: {
    labels:
      "(select jsonb_agg(jsonb_build_array(oid::text, enumlabel) order by enumsortorder) from pg_enum where enumtypid = t.oid)",
  },
  from: `${FROM} and t.typtype = 'e'`,
});

const COLLATE =
  "(select c.oid::regcollation::text from pg_collation c join pg_type b on b.oid = t.typbasetype where c.oid = t.typcollation and c.oid <> b.typcollation)";

const DOMAINS = branch({
  ...NAMED,
  kind: "'domain'",
  raw: "concat_ws(' ', t.typbasetype, t.typtypmod, t.typcollation, t.typnotnull, t.typdefault)",
  text: `concat_ws(' ', format_type(t.typbasetype, t.typtypmod), ${COLLATE}, t.typnotnull, t.typdefault)`,
  facts: {
    base: `concat_ws(' COLLATE ', format_type(t.typbasetype, t.typtypmod), ${COLLATE})`,
    default: "t.typdefault",
    notNull: "case when t.typnotnull then 'yes' end",
  },
  from: `${FROM} and t.typtype = 'd'`,
});

const COMPOSITES = branch({
  ...NAMED,
  kind: "'composite type'",
  from: `${FROM} and t.typtype = 'c' and exists (select 1 from pg_class c where c.oid = t.typrelid and c.relkind = 'c')`,
});

const ranges = (version: number) =>
  branch({
    ...NAMED,
    kind: "'range'",
    text: `(select concat_ws(', ', 'subtype = ' || format_type(g.rngsubtype, null), 'subtype_diff = ' || nullif(g.rngsubdiff::oid, 0)::regproc::text,
    'collation = ' || nullif(g.rngcollation, 0)::regcollation::text, 'canonical = ' || nullif(g.rngcanonical::oid, 0)::regproc::text${
      version >= 140_000 ? ", 'multirange_type_name = ' || g.rngmultitypid::regtype::text" : ""
    })
    from pg_range g where g.rngtypid = t.oid)`,
    from: `${FROM} and t.typtype = 'r'`,
  });

/** The locale moved from collcollate to colliculocale (15) and colllocale (17). */
function collations(version: number): string {
  const locale = version >= 170_000 ? "c.colllocale" : version >= 150_000 ? "c.colliculocale" : "c.collcollate";
  return branch({
    key: "'pg_collation/' || c.oid",
    kind: "'collation'",
    parent: "'pg_namespace/' || c.collnamespace",
    local: "c.collname",
    name: "format('%I.%I', n.nspname, c.collname)",
    text: `concat_ws(', ', 'provider = ' || case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      case when c.collprovider = 'c' then concat('lc_collate = ', quote_literal(c.collcollate), ', lc_ctype = ', quote_literal(c.collctype)) else 'locale = ' || quote_literal(${locale}) end,
      case when not c.collisdeterministic then 'deterministic = false' end)`,
    facets: { owner: otherOwner("c.collowner") },
    age: "c.oid",
    from: `pg_collation c join ours n on n.oid = c.collnamespace where ${own("pg_collation", "c.oid")}`,
  });
}

const ROUTINE = {
  key: "'pg_proc/' || p.oid",
  parent: "'pg_namespace/' || p.pronamespace",
  local: "p.proname",
  name: "format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))",
  facets: { owner: otherOwner("p.proowner"), acl: aclItems("p.proacl", "f", "p.proowner") },
  age: "p.oid",
};
const ROUTINES = `pg_proc p join ours n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang where ${own("pg_proc", "p.oid")}`;

/** CREATE OR REPLACE changes neither arguments nor result, and takes no default away; the signature says where it will not do. */
const FUNCTIONS = branch({
  ...ROUTINE,
  kind: "case p.prokind when 'p' then 'procedure' else 'function' end",
  raw: "pg_get_functiondef(p.oid)",
  text: "case when l.lanname in ('sql', 'plpgsql') then regexp_replace(pg_get_functiondef(p.oid), '\\s+', ' ', 'g') else pg_get_functiondef(p.oid) end",
  facts: {
    create: "pg_get_functiondef(p.oid)",
    signature: "concat_ws(' ', p.prokind, pg_get_function_identity_arguments(p.oid), 'RETURNS', pg_get_function_result(p.oid))",
    defaults: "p.pronargdefaults",
  },
  from: `${ROUTINES} and p.prokind <> 'a'`,
});

const AGGREGATES = branch({
  ...ROUTINE,
  kind: "'aggregate'",
  text: `concat_ws(', ', 'sfunc = ' || a.aggtransfn::oid::regproc::text, 'stype = ' || format_type(a.aggtranstype, null), 'sspace = ' || nullif(a.aggtransspace, 0),
    'finalfunc = ' || nullif(a.aggfinalfn::oid, 0)::regproc::text, case when a.aggfinalextra then 'finalfunc_extra' end,
    'combinefunc = ' || nullif(a.aggcombinefn::oid, 0)::regproc::text, 'serialfunc = ' || nullif(a.aggserialfn::oid, 0)::regproc::text,
    'deserialfunc = ' || nullif(a.aggdeserialfn::oid, 0)::regproc::text, 'initcond = ' || quote_literal(a.agginitval),
    'msfunc = ' || nullif(a.aggmtransfn::oid, 0)::regproc::text, 'minvfunc = ' || nullif(a.aggminvtransfn::oid, 0)::regproc::text,
    'mstype = ' || format_type(nullif(a.aggmtranstype, 0), null), 'mfinalfunc = ' || nullif(a.aggmfinalfn::oid, 0)::regproc::text, 'minitcond = ' || quote_literal(a.aggminitval),
    'sortop = ' || nullif(a.aggsortop, 0)::regoperator::text, 'parallel = ' || case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end, case when a.aggkind = 'h' then 'hypothetical' end)`,
  facts: {
    arguments: "pg_get_function_arguments(p.oid)",
    qualified: "format('%I.%I', n.nspname, p.proname)",
    sortop: "nullif(a.aggsortop, 0)::regoperator::text",
  },
  from: `pg_aggregate a join ${ROUTINES.replace("where", "on a.aggfnoid = p.oid where")}`,
});
