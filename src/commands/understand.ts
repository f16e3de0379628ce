import type { Recording } from "../model/recording.js";
import { changes, type Message, messageOf } from "./message.js";
import type { Bookkeeping } from "./preset.js";
import { type Segment, segmentsOf } from "./segments.js";
import { interleaved, type Unit, unitsOf } from "./units.js";
import { withSessions } from "./with-sessions.js";

/** What a recording says, in the order in which it is played again. */
export interface Understood {
  readonly segments: readonly Segment[];
  /** The error of the statement on which the command gave up. */
  readonly failure: { readonly sqlstate: string; readonly message: string } | null;
  /** What cannot be played again as it was, as sentences. */
  readonly unseen: readonly string[];
  /** Rows that its statements changed. */
  readonly rowsChanged: number;
  /** It paged with OFFSET through the rows that it changed. */
  readonly pagesByOffset: boolean;
}

export interface Reading {
  readonly bookkeepings: readonly Bookkeeping[];
  readonly way: "up" | "down";
  /** The command ended with an error. */
  readonly failed: boolean;
  /** Of the rehearsal's sessions. */
  readonly timeZone?: string;
}

export function understand(recording: Recording, { bookkeepings, way, failed, timeZone = "UTC" }: Reading): Understood {
  const messages = recording.statements.map((record, at) => messageOf(record, at, bookkeepings, way));
  const units = unitsOf(messages);
  const fatal = failed ? fatalOf(units) : null;
  const kept = units.flatMap((unit): readonly Unit[] => {
    if (unit === fatal?.unit) return [{ ...unit, messages: unit.messages.filter(({ at }) => at <= fatal.message.at) }];
    // What failed while the tool went on left nothing behind.
    return unit.undone ? [] : [{ ...unit, messages: unit.messages.filter(({ record }) => record.error === null) }];
  });
  const known = kept.map((unit) => ({ ...unit, messages: unit.messages.filter(isKnown) }));
  const played = withSessions(known, { connections: recording.connections ?? [], timeZone });
  return {
    segments: segmentsOf(played, bookkeepings.some(({ marksBefore }) => marksBefore === true) && bookkeepings.length === 1),
    failure: fatal?.message.record.error ?? null,
    unseen: [...recording.unseen, ...undecoded(kept), ...(interleaved(kept) ? [INTERLEAVED] : [])],
    rowsChanged: kept
      .flatMap((unit) => unit.messages)
      .filter(changes)
      .reduce((sum, message) => sum + rowsOf(message), 0),
    pagesByOffset: messages.some(({ record }) => /\boffset\s+\(*'?[1-9$]/iu.test(record.literal ?? record.sql)),
  };
}

const INTERLEAVED =
  "the command changed things on several connections at the same time; they were taken one after the other, in the order in which they ended";

/** The last statement that failed, where nothing that stayed came after it. */
function fatalOf(units: readonly Unit[]): { readonly unit: Unit; readonly message: Message } | null {
  const unit = units.findLast(({ messages }) => messages.some(changes));
  const message = unit?.messages.find((one) => one.record.error !== null && changes(one));
  return unit === undefined || !unit.undone || message === undefined ? null : { unit, message };
}

/** What is not known as text would fail where it is played again, and say something untrue: it is told as unseen instead. */
function isKnown(message: Message): boolean {
  const { literal, copied } = message.record;
  if (literal === null) return !changes(message);
  return copied !== null || !message.parts.some(({ text }) => /^\s*copy\b[\s\S]*\bfrom\s+stdin\b/iu.test(text));
}

function undecoded(units: readonly Unit[]): string[] {
  return units
    .flatMap(({ messages }) => messages)
    .filter((message) => message.record.literal === null && changes(message))
    .map(({ record }) => `the parameters of «${record.sql.slice(0, 80)}» could not be read`);
}

function rowsOf({ record }: Message): number {
  return Number(/^(?:INSERT \d+|UPDATE|DELETE|MERGE|COPY) (\d+)$/u.exec(record.tag ?? "")?.[1] ?? 0);
}
