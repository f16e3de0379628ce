import type { TableStatistics } from "../../model/statistics.js";
import { type Carriers, carriersOf } from "../awkward/carriers.js";
import { type Component, componentsOf } from "../awkward/components.js";
import { type Field, fieldsOf } from "../awkward/fields.js";
import { selfReferences } from "../awkward/references.js";
import type { Schema } from "../awkward/schema.js";
import { undress } from "../awkward/shape.js";
import type { Session } from "../engine.js";
import { type ColumnPlan, plainGenerator, planColumn } from "./column-plan.js";
import { laddersOf } from "./ladders.js";
import { type Digits, planDigits } from "./plan-digits.js";
import { isOutward, type PlannedReference, planReference, type ReferenceFacts } from "./plan-references.js";
import { readParentKeys } from "./read-parent-keys.js";
import { type Generator, saltOf } from "./row-number.js";
import type { Unit } from "./units.js";

export interface UnitPlan {
  readonly unit: Unit;
  readonly fields: readonly Field[];
  readonly columns: ReadonlyMap<number, ColumnPlan>;
  readonly carriers: Carriers;
  readonly components: readonly Component[];
  readonly references: readonly PlannedReference[];
  readonly ladders: ReadonlyMap<number, Generator>;
  /** What each column gets; what a check minds is not settled yet. */
  readonly generators: Map<number, Generator>;
  readonly selves: ReturnType<typeof selfReferences>;
  readonly seed: number;
}

export interface UnitFacts {
  readonly unit: Unit;
  readonly schema: Schema;
  readonly statistics: TableStatistics | null;
  readonly seed: number;
  /** Rows that the table will have. */
  readonly rows: number;
  /** Added to a row's number for a whole-number column that keeps rows apart, so that it goes on behind what is there. */
  readonly shifts: ReadonlyMap<string, string>;
}

/** How the rows of a table come about; a string says why they cannot. */
export async function planUnit(session: Session, facts: UnitFacts): Promise<UnitPlan | string> {
  const { unit, schema, seed } = facts;
  const { table } = unit;
  if (table.kind === "f") return "is a foreign table";
  if (table.ownedBySuperuser) return "belongs to a superuser";
  const fields = fieldsOf(table, schema.types, schema.narrowed.get(table.oid) ?? new Map(), schema.versionNumber);
  const components = componentsOf(table, fields);
  const checked = components.flatMap((component) => component.fields.map(({ number }) => number));
  const carriers = carriersOf(table, fields, new Set(checked));
  const outward = await readReferences(session, facts, fields);
  const digits = planDigits(
    table,
    carriers,
    outward.map(({ key, keys }) => ({ columns: key.columns, count: keys.count })),
    fields,
  );
  const references = planReferences(outward, digits, fields);
  if (typeof references === "string") return references;
  const columns = new Map(fields.map((field) => [field.number, columnOf(field, facts, carriers, digits)]));
  const ladders = laddersOf(table, fields, components, carriers, seed);
  const selves = [...selfReferences(table, fields), ...selfReferences({ ...table, oid: unit.root.oid }, fields)];
  const generators = new Map<number, Generator>();
  for (const [number, plan] of columns) {
    const plain = ladders.forced.get(number) ?? plainGenerator(plan);
    if (plain !== null) generators.set(number, plan.withNulls === null ? plain : plan.withNulls(plain));
  }
  for (const reference of references) for (const [number, sql] of reference.columns) generators.set(number, () => sql);
  return {
    unit,
    fields,
    columns,
    carriers,
    components,
    references,
    ladders: ladders.all,
    generators,
    selves: unique(selves),
    seed,
  };
}

function unique<T>(lists: readonly T[]): T[] {
  return [...new Map(lists.map((list) => [JSON.stringify(list), list])).values()];
}

function columnOf(
  field: Field,
  { unit, statistics, seed, rows, shifts }: UnitFacts,
  carriers: Carriers,
  digits: Digits,
): ColumnPlan {
  const stride = digits.columns.get(field.number) ?? 1;
  const shift = shifts.get(field.name) ?? "0";
  const counted: Generator = (row) => (shift === "0" ? row : `(${row} + ${shift})`);
  const carrier: Generator | null = !carriers.columns.has(field.number)
    ? null
    : stride > 1
      ? (row) => `(${row} / ${stride})`
      : counted;
  return planColumn(field, { table: unit.root.key, seed, rows, statistics: statistics?.columns[field.name] ?? null, carrier });
}

type Outward = Omit<ReferenceFacts, "stride">;

/** The foreign keys to other tables, the widest first. */
async function readReferences(session: Session, facts: UnitFacts, fields: readonly Field[]): Promise<Outward[]> {
  const { unit, schema, seed, rows } = facts;
  const keys = unit.table.foreignKeys.filter((key) => isOutward(key, unit.table, unit.root, fields, schema));
  const found: Outward[] = [];
  for (const key of keys.toSorted((a, b) => b.columns.length - a.columns.length)) {
    const target = schema.tables.get(key.target);
    if (target === undefined) continue;
    const name = fields.find(({ number }) => number === key.columns.at(-1))?.name ?? "";
    const statistics = facts.statistics?.columns[name] ?? null;
    const distinct = statistics === null || statistics.distinct === 0 ? null : statistics.distinct;
    found.push({
      key,
      target,
      keys: await readParentKeys(session, target, key.targetColumns, schema),
      salt: saltOf(seed, unit.root.key, key.name),
      nulls: statistics?.nullFraction ?? 0,
      distinct: distinct === null || distinct > 0 ? distinct : -distinct * rows,
    });
  }
  return found;
}

function planReferences(outward: readonly Outward[], digits: Digits, fields: readonly Field[]): PlannedReference[] | string {
  const taken = new Map<number, string>();
  const found: PlannedReference[] = [];
  for (const [at, facts] of outward.entries()) {
    const planned = planReference({ ...facts, stride: digits.references.get(at) ?? null }, fields, taken, at);
    if (typeof planned === "string") return planned;
    for (const [column, sql] of planned.columns) taken.set(column, sql);
    found.push(planned);
  }
  return found;
}

/** Types that count on behind the greatest. */
export function isWholeNumber({ shape }: Field): boolean {
  const bare = undress(shape);
  return bare.kind === "base" && ["int2", "int4", "int8"].includes(bare.name);
}
