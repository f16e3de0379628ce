import type { Index, Table, View } from "../../model/catalog.js";
import type { RelationName } from "../../model/relation-name.js";
import { foundKey, keyOf, routineKeyOf, typeKeyOf } from "../key-of.js";
import { readsRelation } from "../view-reads.js";
import { moveGrants } from "./grants.js";
import { ownedSequences } from "./owned-sequences.js";
import { renameInSamples } from "./samples.js";
import { familyIn, type Step } from "./step.js";

interface Address {
  readonly schema: string;
  readonly name: string;
}

/** Gives a table, view, index or sequence a new name or schema, and mends everything that points at it. */
export function moveRelation(step: Step, key: string, to: Partial<Address>): void {
  const { draft } = step;
  const table = draft.tables.get(key);
  const view = draft.views.get(key);
  const index = draft.indexes.get(key);
  const at = table ?? view;
  if (at !== undefined) moveGrants(step, key, `${to.schema ?? at.schema}.${to.name ?? at.name}`);
  if (table !== undefined) moveTable(step, key, table, to);
  else if (view !== undefined) moveView(step, key, view, to);
  else if (index !== undefined) moveIndex(step, key, index, to);
  else if (draft.sequences.has(key)) moveSequence(step, key, to);
}

export function renameColumn(step: Step, key: string, from: string, to: string): void {
  const swap = (name: string) => (name === from ? to : name);
  for (const member of familyIn(step.draft, key)) {
    step.draft.changeTable(member, (table) => ({
      columns: table.columns.map((each) => ({
        ...each,
        name: swap(each.name),
        ...(each.computedFrom === undefined ? {} : { computedFrom: each.computedFrom.map(swap) }),
      })),
      partitionColumns: table.partitionColumns.map(swap),
      ...renameInSamples(table, from, to),
      triggers: table.triggers.map((each) => (each.reads === undefined ? each : { ...each, reads: each.reads.map(swap) })),
      ...(table.policies === undefined
        ? {}
        : { policies: table.policies.map((each) => ({ ...each, reads: each.reads.map(swap) })) }),
      constraints: table.constraints.map((each) => ({
        ...each,
        columns: each.columns.map(swap),
        expression:
          each.expression === null
            ? null
            : {
                ...each.expression,
                columns: each.expression.columns.map(swap),
                provesNotNull: each.expression.provesNotNull.map(swap),
              },
      })),
    }));
    for (const index of step.draft.indexesOfTable(member)) {
      const columns = index.columns.map((each) => (each === null ? null : swap(each)));
      step.draft.setIndex({ ...index, columns, reads: index.reads.map(swap) });
    }
    mendReferences(step, member, (references) => ({ ...references, columns: references.columns.map(swap) }));
    mendViews(step, `${member}.${from}`, `${member}.${to}`);
  }
}

export function renameConstraint(step: Step, key: string, from: string, to: string): void {
  const index = step.draft.indexesOfTable(key).find(({ constraint }) => constraint === from);
  for (const member of familyIn(step.draft, key)) {
    step.draft.changeTable(member, ({ constraints }) => ({
      constraints: constraints.map((each) => (each.name === from ? { ...each, name: to } : each)),
    }));
  }
  if (index === undefined) return;
  step.draft.deleteIndex(`${index.schema}.${index.name}`);
  step.draft.setIndex({ ...index, name: to, constraint: to });
}

export function moveType(step: Step, name: RelationName, to: Partial<Address>): void {
  const key = typeKeyOf(name, step.draft);
  const type = key === undefined ? undefined : step.draft.types.get(key);
  if (key === undefined || type === undefined) return;
  const address = { schema: type.schema, name: type.name, ...to };
  for (const [table, { columns }] of step.draft.tables) {
    if (!columns.some((each) => typeKeyOf(each.type, step.draft) === key)) continue;
    const moved = columns.map((each) =>
      typeKeyOf(each.type, step.draft) === key ? { ...each, type: { ...each.type, ...address } } : each,
    );
    step.draft.changeTable(table, () => ({ columns: moved }));
  }
  step.draft.deleteType(key);
  step.draft.setType({ ...type, ...address });
}

export function moveRoutine(step: Step, name: RelationName, to: Partial<Address>): void {
  const key = routineKeyOf(name, step.draft);
  const routine = key === undefined ? undefined : step.draft.routines.get(key);
  if (key === undefined || routine === undefined) return;
  const moved = { ...routine, ...to };
  step.draft.deleteRoutine(key);
  step.draft.setRoutine(moved);
  moveGrants(step, `function ${key}`, `function ${moved.schema}.${moved.name}`);
  // A trigger holds its function by number, not by name (pg_trigger.tgfoid): it follows.
  for (const [table, { triggers }] of step.draft.tables) {
    if (!triggers.some((trigger) => trigger.routine === key)) continue;
    const follows = triggers.map((each) => (each.routine === key ? { ...each, routine: `${moved.schema}.${moved.name}` } : each));
    step.draft.changeTable(table, () => ({ triggers: follows }));
  }
}

export function renameSchema(step: Step, from: string, to: string): void {
  const { draft } = step;
  const inside = (key: string) => key.startsWith(`${from}.`);
  draft.schemas = new Set([...draft.schemas].map((each) => (each === from ? to : each)));
  moveGrants(step, `schema ${from}`, `schema ${to}`);
  for (const keys of [draft.tables.keys(), draft.views.keys(), draft.indexes.keys(), draft.sequences.keys()]) {
    for (const key of [...keys].filter(inside)) moveRelation(step, key, { schema: to });
  }
  for (const [key, { name }] of draft.types) if (inside(key)) moveType(step, { schema: from, name }, { schema: to });
  for (const [key, { name }] of draft.routines) if (inside(key)) moveRoutine(step, { schema: from, name }, { schema: to });
}

/** Key of whatever relation the name means, also an index or a sequence. */
export function relationKey(step: Step, name: RelationName): string {
  return foundKey(name, step.draft) ?? keyOf(name, step.draft);
}

function moveTable(step: Step, key: string, table: Table, to: Partial<Address>): void {
  const moved = { ...table, ...to };
  const newKey = `${moved.schema}.${moved.name}`;
  const indexes = step.draft.indexesOfTable(key);
  step.draft.deleteTable(key);
  step.draft.setTable(to.schema === undefined ? moved : withSequences(step, moved, table));
  for (const index of indexes) {
    step.draft.deleteIndex(`${index.schema}.${index.name}`);
    step.draft.setIndex({ ...index, table: newKey, schema: moved.schema });
  }
  const swap = (each: string) => (each === key ? newKey : each);
  mendReferences(step, key, (references) => ({ ...references, table: newKey }));
  for (const [other, { partitionOf, inherits }] of step.draft.tables) {
    if (partitionOf !== key && !inherits.includes(key)) continue;
    step.draft.changeTable(other, () => ({
      partitionOf: partitionOf === null ? null : swap(partitionOf),
      inherits: inherits.map(swap),
    }));
  }
  mendViews(step, key, newKey);
}

/** SET SCHEMA takes the sequences of serial and identity columns along. */
function withSequences(step: Step, moved: Table, table: Table): Table {
  const owned = ownedSequences(step.draft, table);
  for (const sequence of owned) moveSequence(step, sequence, { schema: moved.schema });
  const columns = moved.columns.map((column) => {
    const own = owned.find((key) => column.default?.includes(`'${key}'`) === true);
    if (own === undefined || column.default === null) return column;
    return { ...column, default: column.default.replace(own, `${moved.schema}.${own.slice(own.indexOf(".") + 1)}`) };
  });
  return { ...moved, columns };
}

function moveView(step: Step, key: string, view: View, to: Partial<Address>): void {
  const moved = { ...view, ...to };
  const newKey = `${moved.schema}.${moved.name}`;
  const indexes = step.draft.indexesOfTable(key);
  step.draft.deleteView(key);
  step.draft.setView(moved);
  for (const index of indexes) {
    step.draft.deleteIndex(`${index.schema}.${index.name}`);
    step.draft.setIndex({ ...index, table: newKey, schema: moved.schema });
  }
  mendViews(step, key, newKey);
}

/** Renaming an index renames the constraint that it backs. */
function moveIndex(step: Step, key: string, index: Index, to: Partial<Address>): void {
  const moved = { ...index, ...to };
  const backs = index.constraint;
  step.draft.deleteIndex(key);
  step.draft.setIndex({ ...moved, constraint: backs === null ? null : moved.name });
  if (backs === null) return;
  step.draft.changeTable(index.table, ({ constraints }) => ({
    constraints: constraints.map((each) => (each.name === backs ? { ...each, name: moved.name } : each)),
  }));
}

function moveSequence(step: Step, key: string, to: Partial<Address>): void {
  const dot = key.indexOf(".");
  const moved = { schema: key.slice(0, dot), name: key.slice(dot + 1), ...to };
  const newKey = `${moved.schema}.${moved.name}`;
  const swap = (keys: ReadonlySet<string>) => new Set([...keys].map((each) => (each === key ? newKey : each)));
  step.draft.sequences = swap(step.draft.sequences);
  step.draft.freeSequences = swap(step.draft.freeSequences);
  moveGrants(step, key, newKey);
}

type Reference = NonNullable<Table["constraints"][number]["references"]>;

function mendReferences(step: Step, key: string, mend: (references: Reference) => Reference): void {
  for (const [other, { constraints }] of step.draft.tables) {
    if (!constraints.some(({ references }) => references?.table === key)) continue;
    const mended = constraints.map((each) =>
      each.references?.table === key ? { ...each, references: mend(each.references) } : each,
    );
    step.draft.changeTable(other, () => ({ constraints: mended }));
  }
}

function mendViews(step: Step, from: string, to: string): void {
  for (const [, view] of step.draft.views) {
    if (!readsRelation(view, from)) continue;
    const mended = view.reads.map((each) =>
      each === from || each.startsWith(`${from}.`) ? `${to}${each.slice(from.length)}` : each,
    );
    step.draft.setView({ ...view, reads: mended });
  }
}
