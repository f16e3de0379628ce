import type { UserType } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { expressionOf } from "./expression.js";
import { type TypeColumns, typeColumns, typeReference } from "./type-reference.js";

interface Row {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly variety: UserType["variety"];
  readonly labels: readonly string[] | null;
}

interface DomainRow extends TypeColumns {
  readonly oid: string;
  readonly not_null: boolean;
  readonly default: string | null;
  readonly checks: readonly string[] | null;
}

export async function readUserTypes(observer: Session): Promise<Map<string, UserType>> {
  const rows = await observer.query<Row>(TYPES);
  const domains = new Map((await observer.query<DomainRow>(DOMAINS)).map((row) => [row.oid, row]));
  return new Map(
    rows.map(({ oid, schema, name, variety, labels }) => [
      `${schema}.${name}`,
      { schema, name, variety, labels: labels ?? [], domain: domainOf(domains.get(oid)), origin: "settled" },
    ]),
  );
}

function domainOf(row: DomainRow | undefined): UserType["domain"] {
  if (row === undefined) return null;
  return {
    base: typeReference(row),
    notNull: row.not_null,
    checks: (row.checks ?? []).map((text) => expressionOf(text, [])),
    default: row.default,
  };
}

/** Row types of tables and array types are left out. */
const TYPES = `
select t.oid::text as oid, n.nspname::text as schema, t.typname::text as name,
  case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'c' then 'composite' when 'r' then 'range' else 'other' end as variety,
  (select pg_catalog.array_agg(e.enumlabel::text order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid) as labels
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and (t.typrelid = 0 or exists (select 1 from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
  and not exists (select 1 from pg_catalog.pg_type e where e.typarray = t.oid)
order by 2, 3`;

const base = typeColumns("t.typbasetype", "t.typtypmod");

const DOMAINS = `
select t.oid::text as oid, t.typnotnull as not_null, t.typdefault as default,
  (select pg_catalog.array_agg(pg_catalog.pg_get_expr(c.conbin, 0) order by c.conname) from pg_catalog.pg_constraint c where c.contypid = t.oid and c.contype = 'c') as checks,
  ${base.columns}
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
${base.joins}
where t.typtype = 'd' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
