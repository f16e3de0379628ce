import type { Statistics } from "../../model/statistics.js";
import { fieldsOf } from "../awkward/fields.js";
import { readTables } from "../awkward/read-tables.js";
import { Schema } from "../awkward/schema.js";
import type { TableRow } from "../awkward/table-rows.js";
import { type Session, SqlError } from "../engine.js";
import { quoted } from "../quoted.js";
import { advanceSequences } from "./advance-sequences.js";
import { fillUnit } from "./fill-unit.js";
import { sourceOf } from "./plan-references.js";
import { isWholeNumber } from "./plan-unit.js";
import { type WantedTable, wantedTables } from "./wanted-rows.js";

export interface RepresentativeRequest {
  /** By key, `schema.name`: rows that the table shall hold at least. */
  readonly rows: ReadonlyMap<string, number>;
  readonly statistics: Statistics | null;
  readonly seed: number;
}

export interface RepresentativeFilling {
  /** Rows that were added. Tables that the asked ones refer to are among them. */
  readonly filled: readonly { readonly relation: string; readonly rows: number; readonly ms: number }[];
  /** Tables that hold fewer rows than asked for, some of them none, and why. */
  readonly unfilled: readonly { readonly relation: string; readonly reason: string }[];
}

/**
 * Fills tables with as many rows as asked for, made from the schema and the statistics; the same rows for the same seed.
 * What is there stays; every constraint that holds before holds afterwards.
 * @param session a superuser's, which looks on: it disables triggers. Code of the tables runs as their owners.
 * @param versionNumber 150018
 */
export async function fillRepresentative(
  session: Session,
  versionNumber: number,
  request: RepresentativeRequest,
): Promise<RepresentativeFilling> {
  const keys = [...request.rows].filter(([, rows]) => rows > 0).map(([key]) => key);
  if (keys.length === 0) return { filled: [], unfilled: [] };
  const schema = new Schema(await readTables(session, keys, versionNumber), versionNumber);
  const known = new Set([...schema.tables.values()].map(({ key }) => key));
  const filled: RepresentativeFilling["filled"][number][] = [];
  const unfilled = keys.filter((key) => !known.has(key)).map((relation) => ({ relation, reason: "is no table" }));
  for (const wanted of wantedTables(schema, request)) {
    const begun = performance.now();
    const { rows, reasons } = await fillTable(session, schema, wanted, request);
    const relation = wanted.root.key;
    if (rows > 0) filled.push({ relation, rows, ms: performance.now() - begun });
    if (reasons.length > 0) unfilled.push({ relation, reason: reasons.join("; ") });
  }
  return { filled, unfilled };
}

async function fillTable(session: Session, schema: Schema, wanted: WantedTable, request: RepresentativeRequest) {
  const { root, units } = wanted;
  const there = await readThere(session, root, schema);
  const missing = there.count > 0 && !wanted.asked ? 0 : wanted.rows - there.count;
  if (missing <= 0) return { rows: 0, reasons: [] };
  if (units.length === 0) return { rows: 0, reasons: ["has no partition"] };
  const reasons = new Set<string>();
  let [rows, next] = [0, there.count + 1];
  for (const [at, unit] of units.entries()) {
    const count = Math.floor((missing * (at + 1)) / units.length) - Math.floor((missing * at) / units.length);
    if (count === 0) continue;
    const statistics = request.statistics?.tables[unit.table.key] ?? request.statistics?.tables[root.key] ?? null;
    const facts = { unit, schema, statistics, seed: request.seed, rows: wanted.rows, shifts: there.shifts };
    const filling = await fillUnit(session, facts, next, count);
    next = filling.next;
    rows += filling.rows;
    const part = unit.table === root ? "" : `${unit.table.key}: `;
    if (filling.reason !== null) reasons.add(`${part}${filling.rows} of ${count} rows: ${filling.reason}`);
  }
  if (rows > 0) {
    await advanceSequences(session, root);
    await session.run(`analyze ${root.sql}`);
  }
  return { rows, reasons: [...reasons] };
}

/** Rows that are there, and how far whole numbers go on behind them. */
async function readThere(session: Session, root: TableRow, schema: Schema) {
  const fields = fieldsOf(root, schema.types, new Map(), schema.versionNumber).filter(isWholeNumber);
  const greatest = fields.map(({ name }, at) => `coalesce(max(${quoted(name)}), 0)::text as m${at}`);
  try {
    const [row = {}] = await session.query<Record<string, string>>(
      `select ${["count(*)::text as count", ...greatest].join(", ")} from ${sourceOf(root)}`,
    );
    const count = Number(row["count"] ?? 0);
    const shifts = fields.map(({ name, type }, at) => [name, shiftOf(BigInt(row[`m${at}`] ?? 0), BigInt(count), type)] as const);
    return { count, shifts: new Map(shifts) };
  } catch (error) {
    // A foreign table's server may be away; the table is not filled anyway.
    if (error instanceof SqlError) return { count: 0, shifts: new Map<string, string>() };
    throw error;
  }
}

/** Close to the type's end there is no going on. */
function shiftOf(greatest: bigint, count: bigint, type: string): string {
  const room: Readonly<Record<string, bigint>> = { smallint: 16_000n, integer: 1_500_000_000n };
  const shift = greatest - count;
  return greatest <= 0n || greatest > (room[type] ?? 8_000_000_000_000_000_000n) ? "0" : String(shift);
}
