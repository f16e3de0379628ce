import type { Place } from "../model/place.js";
import type { ReadMigration, Statement } from "../model/statement.js";

/** The statement that a step of a rehearsal ran. */
export function statementOf(
  migrations: readonly ReadMigration[],
  migration: string,
  direction: "up" | "down",
  index: number,
): Statement | undefined {
  const read = migrations.find(({ id }) => id === migration);
  const script = direction === "up" ? read?.up : read?.down;
  return script?.statements.find((statement) => statement.index === index);
}

/** The beginning of a file, for findings about the file as a whole. */
export function startOf(file: string): Place {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
