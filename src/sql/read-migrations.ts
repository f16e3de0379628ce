import type { Migration } from "../model/migration.js";
import type { ReadMigration } from "../model/statement.js";
import { CalledRoutines } from "./called-routines.js";
import { loadTreeParser } from "./parsers/tree-parser.js";
import { type ReadOptions, readScript } from "./read-script.js";

/** Reads migrations in the order given. Bad SQL does not reject; only a parser that cannot be loaded does. */
export async function readMigrations(migrations: readonly Migration[], options: ReadOptions): Promise<readonly ReadMigration[]> {
  const read: ReadMigration[] = [];
  const called = new CalledRoutines({ parser: await loadTreeParser(), grammar16: null, serverMajor: 18 });
  for (const { down, id, up, movesData } of migrations) {
    read.push({
      id,
      up: await called.follow(await readScript(up, id, "up", options)),
      down: down === null ? null : await called.follow(await readScript(down, id, "down", options)),
      ...(movesData === undefined ? {} : { movesData }),
    });
  }
  return read;
}
