import type { Message } from "./message.js";
import type { Part } from "./part.js";

/** What is played again of one message. */
export interface Piece {
  readonly parts: readonly Part[];
  /** Rows of `COPY … FROM STDIN`. */
  readonly copied: string | null;
}

const KEPT: ReadonlySet<Part["kind"]> = new Set(["begin", "commit", "rollback", "savepoint", "session", "upkeep", "change"]);

/** The tool's own rows and what only reads are left out: nothing that is judged depends on them. */
export function pieceOf({ parts, record }: Message): Piece | null {
  const kept = parts.filter(({ kind }) => KEPT.has(kind));
  return kept.length === 0 ? null : { parts: kept, copied: record.copied };
}

/** Without savepoints that are released at once: what they stood around was left out. */
export function withoutIdleSavepoints(pieces: readonly Piece[]): readonly Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const last = kept.at(-1);
    if (last !== undefined && says(last, /^\s*savepoint\b/iu) && says(piece, /^\s*release\b/iu)) kept.pop();
    else kept.push(piece);
  }
  return kept.length === pieces.length ? kept : withoutIdleSavepoints(kept);
}

function says({ parts }: Piece, words: RegExp): boolean {
  return parts.length === 1 && words.test(parts[0]?.text ?? "");
}

export function isChange({ parts }: Piece): boolean {
  return parts.some(({ kind }) => kind === "change");
}
