import { isUtf8 } from "node:buffer";
import type { RecordedStatement } from "../../model/recording.js";
import type { ByteLog } from "./byte-log.js";

/** A statement that is still being answered, or was. */
export interface Draft {
  /** Its place among all that arrived. */
  readonly order: number;
  readonly connection: number;
  readonly batch: number;
  readonly sql: string;
  readonly protocol: RecordedStatement["protocol"];
  readonly literal: string | null;
  readonly before: RecordedStatement["before"];
  copied: ByteLog | null;
  error: RecordedStatement["error"];
  tag: string | null;
  durationMs: number;
  /** Blanks and comments, which run nothing. */
  isEmpty: boolean;
  isKept: boolean;
}

/** Rows that are no UTF-8 cannot be given as text: they are left out, and `onUnreadable` is told. */
export function recordedOf(draft: Draft, onUnreadable: () => void): RecordedStatement {
  const { connection, batch, sql, protocol, literal, before, error, tag, durationMs } = draft;
  const bytes = draft.copied?.bytes() ?? null;
  const copied = bytes !== null && isUtf8(bytes) ? bytes.toString() : null;
  if (bytes !== null && copied === null) onUnreadable();
  return { connection, sql, protocol, literal, copied, before, error, tag, durationMs, batch };
}
