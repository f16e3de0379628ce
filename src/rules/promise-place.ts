import type { Place } from "../model/place.js";
import type { PromiseOutcome } from "../model/promise.js";
import type { ReadMigration } from "../model/statement.js";

/** Where it is written; a promise of the settings is told at the first migration of the change. */
export function promisePlace({ place }: PromiseOutcome, migrations: readonly ReadMigration[]): Place {
  if (place !== null) return place;
  const [first] = migrations;
  return first?.up.statements[0]?.place ?? { file: first?.up.file ?? "", line: 1, column: 1, endLine: 1, endColumn: 1 };
}
