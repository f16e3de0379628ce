import type { ReadScript } from "../../model/statement.js";
import { natureOf } from "../statement-nature.js";

export interface CrashPoint {
  readonly statement: number;
  readonly cut: "after" | "during";
}

/** Where a crash leaves part of a script behind: after what is committed by itself, and in the middle of CONCURRENTLY. Empty for one transaction. */
export function crashPointsOf({ transaction, statements }: ReadScript): readonly CrashPoint[] {
  const points: CrashPoint[] = [];
  let block = transaction === "file" || transaction === "all";
  for (const [at, { index, text, piece }] of statements.entries()) {
    const { kind } = natureOf(text);
    if (kind === "begin") block = true;
    else if (kind === "commit" || kind === "rollback") block = false;
    if (kind === "psql" || kind === "begin") continue;
    const sameMessage = transaction === "implicit" && statements[at + 1]?.piece === piece;
    if (block || sameMessage) continue;
    if (kind === "no-block" && CONCURRENTLY.test(text)) points.push({ statement: index, cut: "during" });
    if (at < statements.length - 1) points.push({ statement: index, cut: "after" });
  }
  return points;
}

const CONCURRENTLY = /\bconcurrently\b/iu;
