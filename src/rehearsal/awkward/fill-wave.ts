import type { Session } from "../engine.js";
import { describe } from "./describe.js";
import { callFill, type FillAnswer } from "./fill-function.js";
import { planRows } from "./plan-rows.js";
import { type Job, type Prepared, prepareTable } from "./prepare-table.js";
import { readParents } from "./references.js";
import type { Schema } from "./schema.js";
import { solutionsOf } from "./solutions.js";

export interface TableFilling {
  readonly rows: number;
  readonly what: readonly string[];
  /** Why there is no row, or null. */
  readonly reason: string | null;
}

type Planned = { readonly prepared: Prepared; readonly rows: NonNullable<ReturnType<typeof planRows>> };

/** Fills tables that do not need each other, and remembers the keys that others may refer to. */
export async function fillWave(jobs: readonly Job[], schema: Schema, observer: Session): Promise<TableFilling[]> {
  const tables = jobs.map(({ table }) => table);
  const owners = schema.ownersOf(tables);
  await readParents(tables, schema, observer);
  const prepared = jobs.map((job) => prepareTable(job, schema));
  const solved = await solve(prepared, owners, observer);
  const planned = solved.map((each) => (typeof each === "string" ? each : plan(each.prepared, each.answer)));
  const orders = planned.flatMap((each) => (typeof each === "string" ? [] : [{ ...each.prepared.order, rows: each.rows }]));
  const answers = await callFill(observer, owners, orders);
  return planned.map((each) => {
    if (typeof each === "string") return refused(each);
    const answer = answers.shift() ?? "gave no answer";
    return typeof answer === "string" ? refused(answer) : digest(each, answer, schema);
  });
}

function refused(reason: string): TableFilling {
  return { rows: 0, what: [], reason };
}

interface Solved {
  readonly prepared: Prepared;
  readonly answer: FillAnswer | null;
}

/** Asks the server which values fit each other. */
async function solve(
  tables: readonly (Prepared | string)[],
  owners: readonly string[],
  observer: Session,
): Promise<(Solved | string)[]> {
  const asking = (each: Prepared | string): each is Prepared => typeof each === "object" && each.components.length > 0;
  const answers = await callFill(
    observer,
    owners,
    tables.filter(asking).map(({ question }) => question),
  );
  return tables.map((each) => {
    if (typeof each === "string") return each;
    const answer = asking(each) ? (answers.shift() ?? "gave no answer") : null;
    return typeof answer === "string" ? answer : { prepared: each, answer };
  });
}

function plan(prepared: Prepared, answer: FillAnswer | null): Planned | string {
  const { job, fields, components, carriers, references, selves, question } = prepared;
  const solutions = components.flatMap((component, at) => {
    const test = question.tests[at];
    return test === undefined ? [] : [solutionsOf(component, carriers, test, answer?.tests[at] ?? [], job.size)];
  });
  const { offset, size } = job;
  const rows = planRows({ fields, carriers, solutions, references, selves, offset, size });
  return rows === null ? "a table that it refers to has no row" : { prepared, rows };
}

function digest({ prepared, rows }: Planned, answer: FillAnswer, schema: Schema): TableFilling {
  const { table } = prepared.job;
  for (const [at, columns] of schema.keysOf(table).entries()) schema.remember(table, columns, answer.keys[at] ?? []);
  const taken = answer.rows.flatMap((row, at) => {
    const planned = rows[at];
    const patch = row.taken === null ? undefined : planned?.tries[row.taken];
    if (planned === undefined || patch === undefined) return [];
    return [planned.values.map((text, column) => (column in patch ? (patch[column] ?? null) : text))];
  });
  if (taken.length > 0) return { rows: taken.length, what: describe(prepared.fields, taken), reason: null };
  return refused(answer.rows.find(({ message }) => message !== null)?.message ?? "takes no row");
}
