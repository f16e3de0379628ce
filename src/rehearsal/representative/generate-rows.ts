import type { GeneratedRows } from "../../model/generated-rows.js";
import { SqlError } from "../engine.js";
import type { OpenDatabase } from "../open-database.js";
import type { RehearsalPlan } from "../plan.js";
import { quoted } from "../quoted.js";
import { readRelations } from "../relations.js";
import { readTouched } from "../touched.js";
import { fillRepresentative } from "./fill-representative.js";
import { type RowsWish, rowsFor } from "./rows-wish.js";

/** The same everywhere: whoever rehearses the change again meets the same rows. */
const SEED = 1;

/** Fills the tables that the change touches and that hold no row yet. */
export async function generateRows(open: OpenDatabase, plan: RehearsalPlan, wish: RowsWish): Promise<GeneratedRows> {
  const { observer, session, server } = open;
  const scripts = plan.proposed.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const touched = await readTouched(scripts, await readRelations(session), observer);
  const rows = new Map<string, number>();
  for (const key of touched) if (await isEmpty(open, key)) rows.set(key, rowsFor(key, wish));
  try {
    plan.progress(`making rows for ${rows.size} tables`);
    const { filled, unfilled } = await fillRepresentative(observer, server.versionNumber, {
      rows,
      statistics: wish.statistics,
      seed: SEED,
    });
    return { tables: filled.map(({ relation, rows: made }) => ({ relation, rows: made })), unfilled, refused: null };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const reason = error.message;
    return { tables: [], unfilled: [...rows.keys()].map((relation) => ({ relation, reason })), refused: null };
  }
}

async function isEmpty({ observer }: OpenDatabase, key: string): Promise<boolean> {
  const [schema = "", name = ""] = key.split(/\.(.*)/su);
  const [row] = await observer.query<{ filled: boolean }>(
    `select exists (select from ${quoted(schema)}.${quoted(name)}) as filled`,
  );
  return row?.filled === false;
}
