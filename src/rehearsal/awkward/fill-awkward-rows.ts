import { type Session, SqlError } from "../engine.js";
import { fillOrder } from "./fill-order.js";
import { fillWave, type TableFilling } from "./fill-wave.js";
import type { Job } from "./prepare-table.js";
import { readTables } from "./read-tables.js";
import { Schema } from "./schema.js";
import type { TableRow } from "./table-rows.js";

export interface FillingRequest {
  /** Keys, `schema.name`, unquoted. Tables that they refer to are filled as well. */
  readonly tables: readonly string[];
  /** Tables that get only rows that nobody would remark on. */
  readonly tame: ReadonlySet<string>;
}

export interface Filling {
  readonly filled: readonly { readonly relation: string; readonly rows: number; readonly what: readonly string[] }[];
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
}

/** Partitions of one table that get rows. */
const PARTITIONS = 24;
/** Tables in one request. */
const BATCH = 20;
/** Between the counted values of one partition and the next: more than any of them uses. */
const APART = 1_000;

/**
 * Gives tables rows that are as awkward as their schema allows, next to those that are there. Every constraint that
 * holds before holds afterwards. What takes no row is told with the server's reason.
 */
export async function fillAwkwardRows(observer: Session, versionNumber: number, request: FillingRequest): Promise<Filling> {
  if (request.tables.length === 0) return { filled: [], unfilled: [] };
  const schema = await readSchema(observer, versionNumber, request.tables);
  if (typeof schema === "string")
    return { filled: [], unfilled: request.tables.map((relation) => ({ relation, reason: schema })) };
  const asked = new Set(
    [...schema.tables.values()].filter(({ key }) => request.tables.includes(key)).flatMap((table) => schema.familyOf(table)),
  );
  const outcomes: Outcome[] = [];
  for (const jobs of wavesOf(schema, asked, request.tame)) {
    const fillings = await fillWave(jobs, schema, observer);
    for (const [at, { table }] of jobs.entries()) {
      const filling = fillings[at];
      if (filling !== undefined) outcomes.push({ root: schema.rootOf(table), leaf: table, filling });
    }
  }
  return toFilling(outcomes, missing(request.tables, schema));
}

interface Outcome {
  readonly root: TableRow;
  readonly leaf: TableRow;
  readonly filling: TableFilling;
}

/** What to fill, such that what is referred to is there before. */
function* wavesOf(schema: Schema, asked: ReadonlySet<TableRow>, tame: ReadonlySet<string>): Generator<Job[]> {
  const leaves = new Map([...schema.tables.values()].flatMap((table) => schema.leavesOf(table)).map((leaf) => [leaf.oid, leaf]));
  const reached = new Map<number, number>();
  for (const wave of fillOrder([...leaves.values()].map((leaf) => schema.nodeOf(leaf)))) {
    const jobs = wave.flatMap((oid): Job[] => {
      const table = leaves.get(oid);
      if (table === undefined) return [];
      const root = schema.rootOf(table);
      const at = reached.get(root.oid) ?? 0;
      reached.set(root.oid, at + 1);
      const isTame = !asked.has(table) || tame.has(table.key) || tame.has(root.key);
      const size = isTame ? "tame" : at === 0 ? "full" : "few";
      return at < PARTITIONS ? [{ table, size, offset: at * APART }] : [];
    });
    for (let at = 0; at < jobs.length; at += BATCH) yield jobs.slice(at, at + BATCH);
  }
}

async function readSchema(observer: Session, versionNumber: number, tables: readonly string[]): Promise<Schema | string> {
  try {
    return new Schema(await readTables(observer, tables, versionNumber), versionNumber);
  } catch (error) {
    if (error instanceof SqlError) return error.message;
    throw error;
  }
}

function missing(keys: readonly string[], schema: Schema): Filling["unfilled"] {
  const tables = [...schema.tables.values()];
  return keys.flatMap((relation) => {
    const table = tables.find(({ key }) => key === relation);
    if (table === undefined) return [{ relation, reason: "is no table" }];
    return schema.leavesOf(table).length === 0 ? [{ relation, reason: "has no partition" }] : [];
  });
}

function toFilling(outcomes: readonly Outcome[], none: Filling["unfilled"]): Filling {
  const filled = new Map<string, { relation: string; rows: number; what: readonly string[] }>();
  for (const { root, filling } of outcomes) {
    if (filling.rows === 0) continue;
    const sofar = filled.get(root.key);
    const what = [...new Set([...(sofar?.what ?? []), ...filling.what])];
    filled.set(root.key, { relation: root.key, rows: (sofar?.rows ?? 0) + filling.rows, what });
  }
  const unfilled = outcomes.flatMap(({ leaf, filling: { reason } }) => (reason === null ? [] : [{ relation: leaf.key, reason }]));
  return { filled: [...filled.values()], unfilled: [...unfilled, ...none] };
}
