import type { History } from "../model/migration.js";
import type { ReadElsewhere } from "../model/open-change.js";
import type { ReadMigration } from "../model/statement.js";
import type { Settings } from "../settings/schema.js";
import { readMigrations } from "../sql/read-migrations.js";
import type { World } from "../world.js";

/** Null where nobody can be asked, or nothing of this change could collide. */
export async function readElsewhere(
  history: History,
  settings: Settings,
  world: World,
  serverMajor: number,
): Promise<ReadElsewhere | null> {
  if (!settings["open-changes"] || world.openChanges === undefined || history.proposed.length === 0) return null;
  const elsewhere = await world.openChanges(history, settings);
  const read = new Map<number, readonly ReadMigration[]>();
  for (const { number, migrations } of elsewhere.changes) read.set(number, await readMigrations(migrations, { serverMajor }));
  return { ...elsewhere, read };
}
