import type { Schema } from "../awkward/schema.js";
import { shapeOf, undress } from "../awkward/shape.js";
import type { TableRow } from "../awkward/table-rows.js";
import type { Session } from "../engine.js";
import { quoted } from "../quoted.js";
import { sourceOf } from "./plan-references.js";

export interface ParentKeys {
  readonly count: number;
  /** The smallest, where they are whole numbers without a gap. */
  readonly first: string | null;
}

const WHOLE = new Set(["int2", "int4", "int8"]);

/** How many keys there are to refer to. Plain reads: nobody's code runs. */
export async function readParentKeys(
  session: Session,
  target: TableRow,
  columns: readonly string[],
  schema: Schema,
): Promise<ParentKeys> {
  const names = columns.map(quoted);
  const filled = names.map((name) => `${name} is not null`).join(" and ");
  const [column] = columns.length === 1 ? target.columns.filter(({ name }) => name === columns[0]) : [];
  const bare = column === undefined ? null : undress(shapeOf(column.type, column.modifier, column.sql, schema.types));
  const isWhole = bare?.kind === "base" && WHOLE.has(bare.name);
  const ends = isWhole
    ? `min(${names[0]})::text as first, (max(${names[0]})::numeric - min(${names[0]}) + 1)::text as span`
    : "null as first, null as span";
  const [row] = await session.query<{ count: string; first: string | null; span: string | null }>(
    `select count(*)::text as count, ${ends} from ${sourceOf(target)} where ${filled}`,
  );
  const count = Number(row?.count ?? 0);
  return { count, first: count > 0 && row?.span === String(count) ? (row.first ?? null) : null };
}
