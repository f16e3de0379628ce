import type { Migration } from "../model/migration.js";
import type { ReadMigration } from "../model/statement.js";
import { type ReadOptions, readScript } from "./read-script.js";

/** Reads migrations in the order given. Bad SQL does not reject; only a parser that cannot be loaded does. */
export async function readMigrations(migrations: readonly Migration[], options: ReadOptions): Promise<readonly ReadMigration[]> {
  const read: ReadMigration[] = [];
  for (const { down, id, up } of migrations) {
    read.push({
      id,
      up: await readScript(up, id, "up", options),
      down: down === null ? null : await readScript(down, id, "down", options),
    });
  }
  return read;
}
