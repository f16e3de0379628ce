import type { Script } from "../model/migration.js";
import type { RunnableScript } from "../model/statement.js";
import { type Comment, type Item, split } from "./split.js";

/** An item and the number of the message that carries it to the server. */
export interface NumberedItem extends Item {
  readonly piece: number;
}

/**
 * What a server needs of a script: its statements, split but not parsed. Fast; for history that is settled.
 * Indexes are those of `readScript`; psql's meta-commands stand in it as texts that begin with a backslash.
 */
export function splitScript(migration: string, script: Script): RunnableScript {
  const statements = itemsOf(script).items.map((item, index) => ({
    index,
    text: script.text.slice(item.start, item.end),
    copyData: item.data === null ? null : script.text.slice(item.data.start, item.data.end),
    piece: item.piece,
  }));
  return { migration, file: script.file, transaction: script.transaction, statements };
}

export interface NumberedSplit {
  readonly items: readonly NumberedItem[];
  readonly comments: readonly Comment[];
}

/** Items of a script with the numbers of their pieces. */
export function itemsOf(script: Script): NumberedSplit {
  const { pieces, psql, text } = script;
  if (pieces !== undefined) {
    const parts = pieces.map((piece) => split(text, { psql, start: piece.start, end: piece.end }));
    return {
      items: parts.flatMap((part, piece) => part.items.map((item) => ({ ...item, piece }))),
      // Comments between pieces address statements too.
      comments: [...parts, ...gapsBetween(pieces, text.length).map((gap) => split(text, { psql, ...gap }))]
        .flatMap((part) => part.comments)
        .sort((a, b) => a.start - b.start),
    };
  }
  const whole = split(text, { psql });
  // PostgreSQL manual, 55.2.2.1: a file sent as one simple query is one message.
  const oneMessage = script.transaction === "implicit";
  let piece = -1;
  let joined = false;
  const items = whole.items.map((item) => {
    if (!joined && !(oneMessage && piece === 0)) piece++;
    joined = item.joined;
    return { ...item, piece };
  });
  return { items, comments: whole.comments };
}

function gapsBetween(
  pieces: readonly { readonly start: number; readonly end: number }[],
  length: number,
): { start: number; end: number }[] {
  const starts = [0, ...pieces.map((piece) => piece.end)];
  const ends = [...pieces.map((piece) => piece.start), length];
  return starts.map((start, at) => ({ start, end: Math.max(start, ends[at] ?? length) }));
}
