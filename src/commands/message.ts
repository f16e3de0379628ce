import type { RecordedStatement } from "../model/recording.js";
import { split } from "../sql/split.js";
import { type Part, partOf } from "./part.js";
import type { Bookkeeping } from "./preset.js";

/** What one message to the server said, taken apart. */
export interface Message {
  readonly record: RecordedStatement;
  readonly parts: readonly Part[];
  /** Position in the recording. */
  readonly at: number;
}

export function messageOf(
  record: RecordedStatement,
  at: number,
  bookkeepings: readonly Bookkeeping[],
  way: "up" | "down",
): Message {
  const text = record.literal ?? record.sql;
  const { items } = split(text, { psql: false });
  const parts = items.map(({ start, end }) => partOf(text.slice(start, end), bookkeepings, way));
  return { record, parts, at };
}

/** Says anything that is judged. */
export function changes({ parts }: Message): boolean {
  return parts.some(({ kind }) => kind === "change");
}
