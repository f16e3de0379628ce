import type { ColumnStatistics } from "../../model/statistics.js";
import type { Field } from "../awkward/fields.js";
import { undress } from "../awkward/shape.js";
import { encode } from "./encode.js";
import { forShare, type Generator, hashed, saltOf } from "./row-number.js";

/** How a column of a table gets its values, before anybody asks what its checks allow. */
export interface ColumnPlan {
  readonly field: Field;
  /** The number that a row's value stands for. */
  readonly number: Generator;
  /** No two rows may have the same. */
  readonly unique: boolean;
  readonly width: number | null;
  /** Share of NULLs; null where nobody said. */
  readonly nullShare: number | null;
  /** Puts NULL into its share of the rows; null where none are due. */
  readonly withNulls: ((value: Generator) => Generator) | null;
}

export interface ColumnFacts {
  readonly table: string;
  readonly seed: number;
  /** Rows that the table will have. */
  readonly rows: number;
  readonly statistics: ColumnStatistics | null;
  /** Set where the values of the column keep the rows apart: how a row's number becomes a number of its own. */
  readonly carrier: Generator | null;
}

/** Distinct values where nobody said. */
const USUAL_DISTINCT = 10_000;

export function planColumn(field: Field, { table, seed, rows, statistics, carrier }: ColumnFacts): ColumnPlan {
  const salt = saltOf(seed, table, field.name);
  const most = distinctOf(field, rows, statistics);
  const nulls = field.nullable ? (statistics?.nullFraction ?? 0) : 0;
  const nullSalt = saltOf(seed, table, field.name, "null");
  return {
    field,
    number: carrier ?? ((row) => hashed(row, salt, most)),
    unique: carrier !== null,
    width: statistics === null ? null : statistics.width,
    nullShare: statistics === null ? null : statistics.nullFraction,
    withNulls:
      nulls > 0 ? (value) => (row) => `case when ${forShare(row, nullSalt, nulls)} then null else ${value(row)} end` : null,
  };
}

/** What the column gets where no check minds; null for a type that nothing is known of. */
export function plainGenerator(plan: ColumnPlan): Generator | null {
  const { field, number, unique, width } = plan;
  if (encode(field.shape, "0", { width, distinct: unique }) === null) return null;
  return (row) => encode(field.shape, number(row), { width, distinct: unique }) ?? "null";
}

/** Numbers that a column may stand for: more than its type holds would be refused. */
function distinctOf({ shape }: Field, rows: number, statistics: ColumnStatistics | null): number {
  const bare = undress(shape);
  const holds = bare.kind === "base" && bare.name === "int2" ? 32_000 : 2_000_000_000;
  if (statistics === null || statistics.distinct === 0) return Math.min(holds, USUAL_DISTINCT);
  // Of numbers drawn at random from just as many only 63 of 100 are different ones.
  if (statistics.distinct <= -0.99) return holds;
  const wanted = statistics.distinct > 0 ? statistics.distinct : -statistics.distinct * rows;
  return Math.max(1, Math.min(holds, wanted));
}
