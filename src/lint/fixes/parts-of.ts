import { EACH_BATCH, LATER_RELEASE, NO_TRANSACTION, OWN_TRANSACTION } from "../../rules/safe-steps.js";

/**
 * Where one part of a fix runs.
 * - `here`: in the script and the transaction of the statement that it replaces.
 * - `own`: a migration of its own, run as the tool runs them.
 * - `bare`: a migration of its own, outside of a transaction.
 * - `batches`: each statement in a transaction of its own, until it changes no row.
 */
export type PartShape = "here" | "own" | "bare" | "batches";

export interface FixPart {
  readonly shape: PartShape;
  /** Belongs to a later release: what the old code still needs goes here. */
  readonly later: boolean;
  readonly sql: string;
}

/** Takes a fix apart at the comments that send what follows elsewhere. A part without a statement is left out. */
export function partsOf(sql: string): readonly FixPart[] {
  const parts: { shape: PartShape; later: boolean; lines: string[] }[] = [{ shape: "here", later: false, lines: [] }];
  let later = false;
  for (const line of sql.split("\n")) {
    const shape = shapeOf(line);
    later ||= line.startsWith(LATER_RELEASE);
    if (shape !== null) parts.push({ shape, later, lines: [] });
    parts.at(-1)?.lines.push(line);
  }
  return parts
    .map(({ lines, ...part }) => ({ ...part, sql: lines.join("\n") }))
    .filter((part) => part.sql.replace(/^[^\S\n]*--.*$/gmu, "").trim() !== "");
}

/** The longer marker first: one begins as the other does. */
function shapeOf(line: string): PartShape | null {
  if (line.startsWith(NO_TRANSACTION)) return "bare";
  if (line.startsWith(OWN_TRANSACTION) || line.startsWith(LATER_RELEASE)) return "own";
  return line.startsWith(EACH_BATCH) ? "batches" : null;
}
