import { indexesOf, referrersOf } from "../../catalog/dependents.js";
import { findColumn } from "../../catalog/find-table.js";
import type { Column, Index, TableConstraint } from "../../model/catalog.js";
import type { OperationOf } from "../../model/operation.js";
import { type TypeChange, typeChange } from "../type-change.js";
import { domainShape } from "./domains.js";
import { scanForForeignKey } from "./foreign-keys.js";
import type { Recorder } from "./recorder.js";

type AlterType = OperationOf<"alter-column-type">;

/** The table and its children are closed; what depends on the column is made anew: indexes, CHECKs, foreign keys from and to it. */
export function alterColumnTypeEffects(recorder: Recorder, operation: AlterType): void {
  const table = recorder.key(operation.table);
  const change = typeChangeIn(recorder, operation);
  for (const member of recorder.family(table)) {
    recorder.lock(member, "AccessExclusiveLock");
    if (change.rewrite) recorder.rewrite(member);
    else keepTable(recorder, member, operation.column, change);
    remakeForeignKeys(recorder, member, operation.column, change);
  }
}

/** What the change of type means for the column as the catalog knows it. */
export function typeChangeIn(recorder: Recorder, operation: AlterType): TypeChange {
  const column = findColumn(recorder.table(recorder.key(operation.table)), operation.column);
  return typeChange(column?.type ?? null, operation.type, {
    using: operation.using,
    column: operation.column,
    oldCollation: collationOf(column),
    newCollation: plainCollation(operation.collation),
    timeZoneUtc: recorder.context.timeZoneUtc,
    serverMajor: recorder.context.serverMajor,
    domainOf: (type) => domainShape(type, recorder.catalog),
  });
}

function collationOf(column: Column | undefined): string | null {
  return plainCollation(column?.collation ?? null);
}

function plainCollation(collation: string | null): string | null {
  const name = collation?.replace(/^"?pg_catalog"?\./u, "").replace(/"/gu, "") ?? null;
  return name === "default" ? null : name;
}

/** The rows stay; indexes that cannot be kept are built, and CHECKs on the column are tried on every row again. */
function keepTable(recorder: Recorder, table: string, column: string, change: TypeChange): void {
  for (const index of indexesOf(table, recorder.catalog)) {
    const kept = !change.rebuildsIndexes && isPlain(index) && recorder.table(table)?.kind !== "partitioned";
    if (touches(index, column) && !kept) recorder.build(table, index.name);
  }
  for (const index of indexesAbove(recorder, table)) if (touches(index, column)) recorder.build(table, index.name);
  const checks = recorder.table(table)?.constraints.filter(({ type }) => type === "check") ?? [];
  if (checks.some((check) => check.validated && (check.expression?.columns.includes(column) ?? false))) {
    recorder.scan(table, "checks every row again");
  }
}

/**
 * Indexes of the partitioned tables above: TryReuseIndex in tablecmds.c keeps no index of a partitioned table, and with
 * it go those of the partitions, which are built anew however free the change of type is (measured, 15 and 18).
 */
function indexesAbove(recorder: Recorder, table: string): readonly Index[] {
  const above: Index[] = [];
  let parent = recorder.table(table)?.partitionOf ?? null;
  for (let depth = 0; parent !== null && depth < 16; depth += 1) {
    above.push(...indexesOf(parent, recorder.catalog));
    parent = recorder.table(parent)?.partitionOf ?? null;
  }
  return above;
}

function touches(index: Index, column: string): boolean {
  return index.columns.includes(column) || index.reads.includes(column);
}

/** CheckIndexCompatible keeps an index only when it has neither expressions nor a predicate. */
function isPlain(index: Index): boolean {
  return !index.partial && !index.columns.includes(null);
}

/** Foreign keys on either side of the column are dropped and added again: ACCESS EXCLUSIVE on the other table, and a check when rows were rewritten. */
function remakeForeignKeys(recorder: Recorder, table: string, column: string, change: TypeChange): void {
  const own = (recorder.table(table)?.constraints ?? []).filter((each) => each.columns.includes(column));
  for (const constraint of own) remake(recorder, table, constraint, change);
  for (const { table: other, constraint } of referrersOf(table, recorder.catalog)) {
    if (constraint.references?.columns.includes(column) ?? false) remake(recorder, other, constraint, change);
  }
}

function remake(recorder: Recorder, from: string, constraint: TableConstraint, change: TypeChange): void {
  if (constraint.references === null) return;
  recorder.lock([...recorder.partitions(from), ...recorder.partitions(constraint.references.table)], "AccessExclusiveLock");
  if (change.rewrite && constraint.validated) scanForForeignKey(recorder, from, constraint.references.table);
}
