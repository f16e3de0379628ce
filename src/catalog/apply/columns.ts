import type { Column } from "../../model/catalog.js";
import type { Operation, OperationOf } from "../../model/operation.js";
import { constantDefault } from "../constant-default.js";
import { keyOf } from "../key-of.js";
import { addConstraint, dropConstraint, dropReferences, isIndexBacked, withNotNull } from "./constraints.js";
import { ownedSequences } from "./owned-sequences.js";
import { setColumn } from "./samples.js";
import { changeFamily, familyIn, type Step } from "./step.js";
import { columnFrom, onColumn } from "./tables.js";

export function applyAddColumn(step: Step, { table: name, column }: OperationOf<"add-column">): void {
  const key = keyOf(name, step.draft);
  const table = step.draft.tables.get(key);
  if (table === undefined || table.columns.some((each) => each.name === column.name)) return;
  const made = columnFrom(step, table.schema, table.name, column);
  const isFilled = made.identity || made.generated !== null;
  const added = isFilled ? made : { ...made, leftAt: constantDefault(made.default) };
  changeFamily(step.draft, key, ({ columns }) =>
    columns.some((each) => each.name === column.name) ? {} : { columns: [...columns, added] },
  );
  for (const member of familyIn(step.draft, key))
    setColumn(step.draft, member, column.name, isFilled ? null : constantDefault(added.default));
  for (const constraint of column.constraints) addConstraint(step, key, onColumn(constraint, column.name));
}

/** Indexes, constraints and the sequence of the column go with it; foreign keys that rest on it go when it cascades. */
export function dropColumn(step: Step, key: string, column: string, cascade: boolean): void {
  for (const member of familyIn(step.draft, key)) {
    const table = step.draft.tables.get(member);
    if (table === undefined) continue;
    for (const constraint of table.constraints) {
      const reads = constraint.type === "check" ? (constraint.expression?.columns ?? []) : constraint.columns;
      if (!reads.includes(column)) continue;
      dropConstraint(step, member, constraint.name, cascade);
      if (cascade && isIndexBacked(constraint.type)) dropReferences(step, member, constraint.columns);
    }
    for (const index of step.draft.indexesOfTable(member)) {
      if (index.columns.includes(column) || index.reads.includes(column)) step.draft.deleteIndex(`${index.schema}.${index.name}`);
    }
    const gone = table.columns.filter(({ name }) => name === column);
    // A default that LIKE copied names the sequence of another table, which stays.
    const own = `${table.schema}.${table.name}_${column}_seq`;
    if (ownedSequences(step.draft, { ...table, columns: gone }).includes(own)) step.draft.deleteSequence(own);
    step.draft.changeTable(member, ({ columns, triggers, policies }) => ({
      columns: columns.filter(({ name }) => name !== column),
      // Without CASCADE the server would have refused.
      triggers: triggers.filter(({ reads = [] }) => !reads.includes(column)),
      ...(policies === undefined ? {} : { policies: policies.filter(({ reads }) => !reads.includes(column)) }),
    }));
    setColumn(step.draft, member, column, null);
  }
}

type ColumnChange = Extract<
  Operation,
  {
    kind: "alter-column-type" | "set-not-null" | "drop-not-null" | "set-default" | "drop-default" | "set-generated";
  }
>;

export function applyColumnChange(step: Step, operation: ColumnChange): void {
  const change = columnChange(operation);
  changeFamily(step.draft, keyOf(operation.table, step.draft), ({ columns }) => ({
    columns: columns.map((each) => (each.name === operation.column ? { ...each, ...change } : each)),
  }));
  if (operation.kind === "alter-column-type" || operation.kind === "set-generated")
    for (const member of familyIn(step.draft, keyOf(operation.table, step.draft)))
      setColumn(step.draft, member, operation.column, null);
  if (operation.kind === "drop-not-null" || operation.kind === "set-not-null") settleNotNull(step, operation);
}

function columnChange(operation: ColumnChange): Partial<Column> {
  switch (operation.kind) {
    case "alter-column-type":
      return { type: operation.type, collation: operation.collation };
    case "set-not-null":
      return { notNull: true };
    case "drop-not-null":
      return { notNull: false };
    case "set-default":
      return { default: operation.expression.isNull ? null : operation.expression.text };
    case "drop-default":
      return { default: null };
    case "set-generated":
      return generatedChange(operation.action);
  }
}

function generatedChange(action: OperationOf<"set-generated">["action"]): Partial<Column> {
  if (action === "add-identity") return { identity: true, notNull: true };
  if (action === "drop-identity") return { identity: false, identityAlways: false };
  if (action === "drop-expression") return { generated: null };
  return {};
}

/** SET NOT NULL validates a NOT NULL constraint that was NOT VALID; DROP NOT NULL drops it (PostgreSQL 18). */
function settleNotNull(step: Step, { kind, table, column }: OperationOf<"set-not-null" | "drop-not-null">): void {
  changeFamily(step.draft, keyOf(table, step.draft), (each) => {
    if (!each.constraints.some(({ type }) => type === "not-null")) return {};
    const isIt = (constraint: (typeof each.constraints)[number]) =>
      constraint.type === "not-null" && constraint.columns.includes(column);
    return kind === "drop-not-null"
      ? { ...withNotNull(each, [column], false), constraints: each.constraints.filter((constraint) => !isIt(constraint)) }
      : { constraints: each.constraints.map((one) => (isIt(one) ? { ...one, validated: true, notValid: false } : one)) };
  });
}
