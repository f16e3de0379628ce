import type { Column, Table, TableConstraint, Trigger } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { readColumns } from "./columns.js";
import { readConstraints } from "./constraints.js";
import { readPolicies } from "./policies.js";
import { readTriggers } from "./triggers.js";

interface Row {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly unlogged: boolean;
  readonly row_security: boolean;
  readonly is_partition: boolean;
  readonly is_default: boolean | null;
  readonly bound: string | null;
  readonly identity: string;
  readonly identity_index: string | null;
  readonly parents: readonly string[] | null;
  readonly partition_columns: readonly string[] | null;
}

/** Parts of a table by its oid. */
export type Parts<T> = ReadonlyMap<string, readonly T[]>;

export async function readTables(observer: Session, versionNumber: number): Promise<Map<string, Table>> {
  const rows = await observer.query<Row>(SQL);
  const columns = await readColumns(observer);
  const constraints = await readConstraints(observer, versionNumber);
  const triggers = await readTriggers(observer);
  const policies = await readPolicies(observer);
  return new Map(
    rows.map((row) => {
      const table = tableOf(row, columns, constraints, triggers);
      return [`${row.schema}.${row.name}`, { ...table, policies: policies.get(row.oid) ?? [] }];
    }),
  );
}

function tableOf(row: Row, columns: Parts<Column>, constraints: Parts<TableConstraint>, triggers: Parts<Trigger>): Table {
  return {
    schema: row.schema,
    name: row.name,
    kind: row.kind === "p" ? "partitioned" : row.kind === "f" ? "foreign" : "table",
    temporary: false,
    unlogged: row.unlogged,
    origin: "settled",
    rows: null,
    columns: columns.get(row.oid) ?? [],
    constraints: constraints.get(row.oid) ?? [],
    partitionOf: row.is_partition ? (row.parents?.[0] ?? null) : null,
    isDefaultPartition: row.is_default ?? false,
    partitionColumns: row.partition_columns ?? [],
    inherits: row.is_partition ? [] : (row.parents ?? []),
    triggers: triggers.get(row.oid) ?? [],
    rowSecurity: row.row_security,
    replicaIdentity:
      row.identity === "f" ? "full" : row.identity === "i" ? "index" : row.identity === "n" ? "nothing" : "default",
    ...(row.identity_index === null ? {} : { identityIndex: row.identity_index }),
    ...(row.bound === null ? {} : { bound: row.bound }),
  };
}

const SQL = `
select c.oid::text as oid, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind,
  c.relpersistence = 'u' as unlogged, c.relrowsecurity as row_security, c.relispartition as is_partition, c.relreplident::text as identity,
  (select x.relname::text from pg_catalog.pg_index i join pg_catalog.pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisreplident and c.relreplident = 'i') as identity_index,
  pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' as is_default,
  pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound,
  (select pg_catalog.array_agg(pn.nspname::text || '.' || p.relname::text order by i.inhseqno) from pg_catalog.pg_inherits i
    join pg_catalog.pg_class p on p.oid = i.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid) as parents,
  (select pg_catalog.array_agg(a.attname::text) from pg_catalog.pg_partitioned_table t
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any (t.partattrs) and a.attnum > 0 where t.partrelid = c.oid) as partition_columns
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 2, 3`;
