import type { Script, SourceFile } from "../model/migration.js";
import type { ReadScript, RunnableScript } from "../model/statement.js";
import { readScript } from "./read-script.js";
import { splitScript } from "./split-script.js";

/** A plain SQL file (schema, seed) split as psql would run it, statement by statement. */
export function splitSqlFile(file: SourceFile): RunnableScript {
  return splitScript(file.path, asScript(file));
}

/** The same, with its meaning. */
export function readSqlFile(file: SourceFile, options: { readonly serverMajor: number }): Promise<ReadScript> {
  return readScript(asScript(file), file.path, "up", options);
}

function asScript({ path, text }: SourceFile): Script {
  return { file: path, text, transaction: "statement", psql: true };
}
