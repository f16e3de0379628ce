import type { RelationName } from "../../model/relation-name.js";
import { foundKey, keyOf, routineKeyOf, typeKeyOf } from "../key-of.js";
import { readsRelation } from "../view-reads.js";
import { dropColumn } from "./columns.js";
import { dropReferences, sameColumns } from "./constraints.js";
import { dropGrants } from "./grants.js";
import { ownedSequences } from "./owned-sequences.js";
import { familyIn, type Step } from "./step.js";

/** A table takes along its partitions, indexes, sequences and the foreign keys and views that rest on it (those only exist to drop under CASCADE). */
export function dropTable(step: Step, key: string): void {
  const members = familyIn(step.draft, key);
  for (const member of members) {
    const table = step.draft.tables.get(member);
    if (table === undefined) continue;
    for (const index of step.draft.indexesOfTable(member)) step.draft.deleteIndex(`${index.schema}.${index.name}`);
    for (const sequence of ownedSequences(step.draft, table)) step.draft.deleteSequence(sequence);
    step.draft.deleteTable(member);
    dropGrants(step, member);
    dropReferences(step, member, null);
    dropViewsOver(step, member);
  }
}

export function dropView(step: Step, key: string): void {
  for (const index of step.draft.indexesOfTable(key)) step.draft.deleteIndex(`${index.schema}.${index.name}`);
  step.draft.deleteView(key);
  dropGrants(step, key);
  dropViewsOver(step, key);
}

export function dropViewsOver(step: Step, relation: string): void {
  for (const [key, view] of step.draft.views) if (readsRelation(view, relation)) dropView(step, key);
}

/** DROP TYPE … CASCADE drops the columns of that type. */
export function dropType(step: Step, name: RelationName, cascade: boolean): void {
  const key = typeKeyOf(name, step.draft);
  if (key === undefined) return;
  if (cascade) {
    for (const [table, { columns }] of step.draft.tables) {
      for (const column of columns) if (typeKeyOf(column.type, step.draft) === key) dropColumn(step, table, column.name, true);
    }
  }
  step.draft.deleteType(key);
}

export function dropRoutine(step: Step, name: RelationName, cascade: boolean): void {
  const key = routineKeyOf(name, step.draft);
  if (key === undefined) return;
  step.draft.deleteRoutine(key);
  dropGrants(step, `function ${key}`);
  if (!cascade) return;
  for (const [table, { triggers }] of step.draft.tables) {
    const kept = triggers.filter(({ routine }) => routine !== key && routine !== name.name);
    if (kept.length < triggers.length) step.draft.changeTable(table, () => ({ triggers: kept }));
  }
}

/** Everything in a schema goes with it. */
export function dropSchema(step: Step, schema: string): void {
  const inside = (key: string) => key.startsWith(`${schema}.`);
  for (const key of [...step.draft.tables.keys()].filter(inside)) dropTable(step, key);
  for (const key of [...step.draft.views.keys()].filter(inside)) dropView(step, key);
  for (const [key, { name }] of step.draft.types) if (inside(key)) dropType(step, { schema, name }, true);
  for (const [key, { name }] of step.draft.routines) if (inside(key)) dropRoutine(step, { schema, name }, true);
  for (const key of [...step.draft.sequences].filter(inside)) step.draft.deleteSequence(key);
  step.draft.schemas = new Set([...step.draft.schemas].filter((each) => each !== schema));
  dropGrants(step, `schema ${schema}`);
}

/**
 * A foreign key depends on the unique index that keeps its target apart (CreateConstraintEntry in pg_constraint.c, 15), so
 * CASCADE takes it along; another such index may be the one.
 */
export function dropIndexes(step: Step, names: readonly RelationName[], cascade: boolean): void {
  for (const name of names) {
    const key = foundKey(name, step.draft);
    const index = key === undefined ? undefined : step.draft.indexes.get(key);
    if (key === undefined || index === undefined) continue;
    step.draft.deleteIndex(key);
    if (!cascade || !index.unique || index.partial) continue;
    const columns = index.columns.filter((column) => column !== null);
    const others = step.draft.indexesOfTable(index.table).filter((other) => other.unique && !other.partial);
    if (others.some((other) => sameColumns(other.columns, columns))) continue;
    dropReferences(step, index.table, columns);
  }
}

export function dropTables(step: Step, names: readonly RelationName[]): void {
  for (const name of names) {
    const key = foundKey(name, step.draft) ?? keyOf(name, step.draft);
    if (step.draft.tables.has(key)) dropTable(step, key);
  }
}
