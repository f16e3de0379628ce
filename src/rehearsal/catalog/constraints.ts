import type { TableConstraint } from "../../model/catalog.js";
import type { ReferentialAction } from "../../model/operation.js";
import type { Session } from "../engine.js";
import { expressionOf } from "./expression.js";
import { groupBy } from "./group-by.js";

interface Row {
  readonly oid: string;
  readonly name: string;
  readonly type: string;
  readonly columns: readonly string[] | null;
  readonly expression: string | null;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly no_inherit: boolean;
  readonly nulls_not_distinct: boolean | null;
  readonly target: string | null;
  readonly target_columns: readonly string[] | null;
  readonly on_delete: string;
  readonly on_update: string;
}

/** pg_constraint.confdeltype and confupdtype. */
const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

const TYPES: Readonly<Record<string, TableConstraint["type"]>> = {
  c: "check",
  f: "foreign-key",
  u: "unique",
  p: "primary-key",
  x: "exclude",
  n: "not-null",
};

/** Constraints of every table, by the table's oid. */
export async function readConstraints(observer: Session, versionNumber: number): Promise<ReadonlyMap<string, TableConstraint[]>> {
  return groupBy(await observer.query<Row>(sql(versionNumber)), ({ oid }) => oid, constraintOf);
}

function constraintOf(row: Row): TableConstraint {
  return {
    name: row.name,
    type: TYPES[row.type] ?? "check",
    columns: row.columns ?? [],
    expression: row.expression === null ? null : expressionOf(row.expression, row.columns ?? []),
    references: row.target === null ? null : { table: row.target, columns: row.target_columns ?? [], ...actions(row) },
    validated: row.validated,
    notValid: !row.validated,
    notEnforced: !row.enforced,
    deferrable: row.deferrable,
    ...(row.deferred ? { deferred: true as const } : {}),
    usingIndex: null,
    noInherit: row.no_inherit,
    nullsNotDistinct: row.nulls_not_distinct ?? false,
  };
}

function actions({ on_delete, on_update }: Row): {
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
} {
  return { onDelete: ACTIONS[on_delete] ?? "no action", onUpdate: ACTIONS[on_update] ?? "no action" };
}

/** NOT ENFORCED came with 18, NULLS NOT DISTINCT with 15. */
function sql(versionNumber: number): string {
  const enforced = versionNumber >= 180_000 ? "c.conenforced" : "true";
  const nulls =
    versionNumber >= 150_000
      ? "(select i.indnullsnotdistinct from pg_catalog.pg_index i where i.indexrelid = c.conindid)"
      : "false";
  const names = (key: string, table: string) => `(select pg_catalog.array_agg(a.attname::text order by k.ordinality)
    from pg_catalog.unnest(${key}) with ordinality k(number, ordinality)
    join pg_catalog.pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`;
  return `
select c.conrelid::text as oid, c.conname::text as name, c.contype::text as type, ${names("c.conkey", "c.conrelid")} as columns,
  case when c.contype = 'c' then pg_catalog.pg_get_expr(c.conbin, c.conrelid) end as expression,
  c.convalidated as validated, ${enforced} as enforced, c.condeferrable as deferrable, c.condeferred as deferred, c.connoinherit as no_inherit, ${nulls} as nulls_not_distinct,
  (select n.nspname::text || '.' || t.relname::text from pg_catalog.pg_class t join pg_catalog.pg_namespace n on n.oid = t.relnamespace where t.oid = c.confrelid) as target,
  ${names("c.confkey", "c.confrelid")} as target_columns,
  c.confdeltype::text as on_delete, c.confupdtype::text as on_update
from pg_catalog.pg_constraint c
where c.conrelid >= 16384 and c.contype in ('c', 'f', 'u', 'p', 'x', 'n')
order by c.conrelid, c.contype = 'p' desc, c.conname`;
}
