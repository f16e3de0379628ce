import type { Migration } from "../model/migration.js";
import type { ReadMigration } from "../model/statement.js";
import { CalledRoutines } from "./called-routines.js";
import { loadTreeParser } from "./parsers/tree-parser.js";
import { type ReadOptions, readScript } from "./read-script.js";

/**
 * Reads migrations in the order given. Bad SQL does not reject; only a parser that cannot be loaded does. Of the history
 * `before` them, the routines that they call are opened.
 */
export async function readMigrations(
  migrations: readonly Migration[],
  options: ReadOptions,
  before: readonly Migration[] = [],
): Promise<readonly ReadMigration[]> {
  const read: ReadMigration[] = [];
  const called = new CalledRoutines({ parser: await loadTreeParser(), grammar16: null, serverMajor: 18 });
  const asked = migrations.flatMap(({ up, down }) => [up.text, down?.text ?? ""]).join("\n");
  for (const { id, up } of before)
    if (namesOfRoutines(up.text).some((name) => asked.includes(name))) called.learn(await readScript(up, id, "up", options));
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

function namesOfRoutines(text: string): string[] {
  return [...text.matchAll(/\b(?:function|procedure)\s+(?:"?[\w$]+"?\s*\.\s*)?"?([\w$]+)/giu)].flatMap(([, name]) => name ?? []);
}
