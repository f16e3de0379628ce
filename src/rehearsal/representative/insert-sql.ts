import { quoted } from "../quoted.js";
import { type PlannedReference, ROW } from "./plan-references.js";
import type { UnitPlan } from "./plan-unit.js";
import { forShare, hashed, saltOf } from "./row-number.js";

export interface RowsQuery {
  /** Gives row numbers. */
  readonly source: string;
  readonly references: readonly PlannedReference[];
  readonly values: readonly string[];
}

export function rowsFrom({ source, references, values }: RowsQuery): string {
  const expressions = references.flatMap((reference) => reference.expressions);
  const filters = references.flatMap(({ filter }) => filter ?? []);
  return `${expressions.length === 0 ? "" : `with ${expressions.join(", ")} `}select ${values.join(", ")} from ${source} g(i)${references
    .map(({ joins }) => joins)
    .join("")}${filters.length === 0 ? "" : ` where ${filters.join(" and ")}`}`;
}

/** Rows in one statement. */
const CHUNK = 500_000;

interface Rows {
  readonly first: number;
  readonly last: number;
  /** What the server finds there already is left out; without it the first such row ends all. */
  readonly leavesOut: boolean;
}

/** Statements that put the rows with these numbers into the table. */
export function insertsOf(plan: UnitPlan, { first, last, leavesOut }: Rows): string[] {
  const stay = !leavesOut && plan.references.every(({ filter }) => filter === null);
  const values = valuesOf(plan, first, stay);
  const names = plan.fields.filter(({ number }) => values.has(number));
  const into = names.length === 0 ? "" : ` (${names.map(({ name }) => quoted(name)).join(", ")}) overriding system value`;
  const list = names.map(({ number }) => values.get(number) ?? "null");
  const found: string[] = [];
  for (let from = first; from <= last; from += CHUNK) {
    const source = `generate_series(${from}::int8, ${Math.min(last, from + CHUNK - 1)}::int8)`;
    const rows = rowsFrom({ source, references: plan.references, values: list });
    found.push(`insert into ${plan.unit.table.sql}${into} ${rows}${leavesOut ? " on conflict do nothing" : ""}`);
  }
  return found;
}

/** Columns without a generator are left to their defaults. */
function valuesOf(plan: UnitPlan, first: number, stay: boolean): Map<number, string> {
  const values = new Map([...plan.generators].map(([number, generator]) => [number, generator(ROW)]));
  for (const pairs of plan.selves) settleSelf(plan, pairs, values, first, stay);
  return values;
}

/** Rows at the top of a tree, where nobody said. */
const USUAL_NULLS = 0.1;

/** What refers to its own table refers to a row that came before, where all of them stay; else to itself, or to nothing. */
function settleSelf(
  plan: UnitPlan,
  pairs: UnitPlan["selves"][number],
  values: Map<number, string>,
  first: number,
  stay: boolean,
): void {
  const checked = new Set(plan.components.flatMap((component) => component.fields.map(({ number }) => number)));
  const open = pairs.filter(
    ([column, target]) => column !== target && !plan.references.some(({ columns }) => columns.has(column)),
  );
  const nullable = open.filter(([column]) => plan.columns.get(column)?.field.nullable && !plan.carriers.columns.has(column));
  const [single] = pairs;
  const target = single === undefined || pairs.length > 1 ? undefined : plan.generators.get(single[1]);
  const isChecked = pairs.some(([column]) => checked.has(column));
  if (single !== undefined && target !== undefined && stay && !isChecked && plan.carriers.columns.has(single[1])) {
    const salt = saltOf(plan.seed, plan.unit.root.key, single[0], "self");
    const earlier = target(`(${first} + ${hashed(ROW, salt, 2_000_000_000)} % greatest(1, ${ROW} - ${first}))`);
    const isNull = forShare(ROW, salt + 1, plan.columns.get(single[0])?.nullShare ?? USUAL_NULLS);
    values.set(single[0], nullable.length > 0 ? `case when not ${isNull} and ${ROW} > ${first} then ${earlier} end` : earlier);
    return;
  }
  for (const [column] of nullable) values.set(column, "null");
  for (const [column, to] of nullable.length > 0 ? [] : open) values.set(column, values.get(to) ?? "null");
}
