import { baseOf, type RowsPlan, withSelves } from "./base-row.js";
import { type Chosen, chooseParents } from "./choose-parents.js";
import type { FillRequest } from "./fill-function.js";

type PlannedRow = FillRequest["rows"][number];

/** Awkward rows of one table, unless there are labels to show. */
const AWKWARD = 9;
const LABELS = 64;
/** Beyond the rows that are made. */
const ELSEWHERE = 40;

/** Null where a row would have to refer to a row that is not there. */
export function planRows(plan: RowsPlan): PlannedRow[] | null {
  if (chooseParents(plan.references, () => 0) === null) return null;
  // A tame row and its twin; then nothing but NULL; then each column goes through what it has.
  const tame = [0, 1, 2].map((at) => planned(plan, baseOf(plan, at, { like: plan.size === "tame" ? at : 0 }), at));
  if (plan.size === "tame") return tame;
  const awkward = Array.from({ length: plan.size === "few" ? 1 : longest(plan) }, (_, step) =>
    planned(plan, awkwardRow(plan, step), step + 3),
  );
  return [...tame.slice(0, 2), planned(plan, nullRow(plan), 2), ...awkward];
}

function longest({ fields, solutions, carriers }: RowsPlan): number {
  const solved = solutions.map((found) => found.length).filter((length) => length <= LABELS);
  const free = fields.map(({ values, handedOut, number, shape }) => {
    const most = shape.kind === "enum" ? LABELS : AWKWARD;
    return handedOut && carriers.columns.has(number) ? 0 : Math.min(most, values.awkward.length);
  });
  return Math.max(3, ...free, ...solved.map((length) => Math.min(length, 16)));
}

/** The row, and what to try where the server refuses it: one column of it tame, then all, then all with other values. */
function planned(plan: RowsPlan, row: Chosen, at: number): PlannedRow {
  const order = plan.fields.map(({ number }) => number);
  const patch = (other: Chosen, only?: number) =>
    Object.fromEntries(
      order.flatMap((number, position) => {
        const text = other.get(number) ?? null;
        const isSame = text === (row.get(number) ?? null);
        return isSame || (only !== undefined && only !== number) ? [] : [[String(position), text] as const];
      }),
    );
  const base = baseOf(plan, at, {});
  const elsewhere = [1, 2, 3, 4, 5].map((step) => baseOf(plan, at + ELSEWHERE * step, { free: step % 2 === 1 }));
  // What refers to its own row has to follow it, so such columns do not change alone.
  const tied = new Set(plan.selves.flat(2));
  const single = order.filter((number) => !tied.has(number));
  const patches = [...single.map((number) => patch(base, number)), patch(base), ...elsewhere.map((other) => patch(other))];
  const tries = patches.filter((each) => Object.keys(each).length > 0);
  return { values: order.map((number) => row.get(number) ?? null), tries: [{}, ...tries] };
}

function nullRow(plan: RowsPlan): Chosen {
  const { fields, solutions } = plan;
  const row = new Map(baseOf(plan, 2, {}));
  for (const { number, nullable } of fields) if (nullable) row.set(number, null);
  for (const found of solutions) {
    const nulls = (solution: Chosen) => [...solution.values()].filter((text) => text === null).length;
    const emptiest = [...found].sort((a, b) => nulls(b) - nulls(a))[0];
    for (const [number, text] of emptiest ?? []) row.set(number, text);
  }
  return withSelves(plan, row, 2);
}

function awkwardRow(plan: RowsPlan, step: number): Chosen {
  const { fields, carriers, solutions, references, selves, offset } = plan;
  const row = new Map(baseOf(plan, step + 3, { solution: step + 1 }));
  const settled = new Set([
    ...solutions.flatMap((found) => [...(found[0]?.keys() ?? [])]),
    ...references.flatMap(({ columns }) => columns),
    ...selves.flat().map(([column]) => column),
  ]);
  for (const { number, values, handedOut } of fields) {
    const { awkward, distinct } = values;
    if (settled.has(number) || awkward.length === 0) continue;
    if (!carriers.columns.has(number)) row.set(number, awkward[step % awkward.length]?.text ?? null);
    else if (!handedOut) row.set(number, awkward[step]?.text ?? distinct(offset + step + 3) ?? null);
  }
  return withSelves(plan, row, step + 3);
}
