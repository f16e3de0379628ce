import type { Mark, Preset } from "../preset.js";
import { comparedTo, insertedRows, setTo } from "../rows.js";

/** One row that holds the newest revision: added at first, then updated, deleted with the last way back. */
export const alembic: Preset = {
  id: "alembic",
  title: "Alembic",
  up: "alembic upgrade head",
  down: "alembic downgrade -1",
  bookkeeping: { tables: ["alembic_version"], markOf },
};

/** An update does not say which way it goes: up, it sets the new revision; back, the one to be left is in its WHERE. */
function markOf(sql: string, way: "up" | "down"): Mark | null {
  const added = insertedRows(sql)[0]?.["version_num"] ?? null;
  if (added !== null) return { does: "applied", name: added, group: null };
  if (/^\s*delete\b/iu.test(sql)) return marked("reverted", comparedTo(sql, "version_num"));
  return way === "up" ? marked("applied", setTo(sql, "version_num")) : marked("reverted", comparedTo(sql, "version_num"));
}

function marked(does: Mark["does"], name: string | null): Mark | null {
  return name === null ? null : { does, name, group: null };
}
