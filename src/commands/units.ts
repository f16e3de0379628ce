import { changes, type Message } from "./message.js";

/** What stands or falls together: a transaction that the tool opened, or a message outside of one. */
export interface Unit {
  readonly messages: readonly Message[];
  /** The tool said BEGIN. */
  readonly isBlock: boolean;
  /** Nothing of it stayed: it was rolled back, never committed, or its only message failed. */
  readonly undone: boolean;
}

/** Units in the order in which they ended, which is the order in which their work became visible to others. */
export function unitsOf(messages: readonly Message[]): readonly Unit[] {
  const open = new Map<number, Message[]>();
  const done: Message[][] = [];
  for (const message of messages) {
    const { connection, before } = message.record;
    const current = open.get(connection);
    if (current !== undefined && before !== "idle") current.push(message);
    else {
      if (current !== undefined) done.push(current);
      open.set(connection, [message]);
    }
  }
  done.push(...open.values());
  return done.map(unitOf).toSorted((left, right) => endOf(left) - endOf(right));
}

/** Connections that worked at the same time cannot be told one after the other without a doubt. */
export function interleaved(units: readonly Unit[]): boolean {
  const spans = units.filter(({ messages, undone }) => !undone && messages.some(changes));
  // In the order of their ends: who ends later must not have begun before.
  let earliest = Number.POSITIVE_INFINITY;
  for (const unit of spans.toReversed()) {
    if (earliest < endOf(unit)) return true;
    earliest = Math.min(earliest, startOf(unit));
  }
  return false;
}

function unitOf(messages: readonly Message[]): Unit {
  const parts = messages.flatMap((message) => message.parts);
  const isBlock = parts.some(({ kind }) => kind === "begin");
  const last = messages.at(-1);
  const tag = last?.record.tag ?? "";
  const failed = last?.record.error !== null;
  const closed = last?.parts.some(({ kind }) => kind === "commit") === true && tag !== "ROLLBACK";
  return { messages, isBlock, undone: isBlock ? !closed || failed : failed };
}

function startOf({ messages }: Unit): number {
  return messages[0]?.at ?? 0;
}

function endOf({ messages }: Unit): number {
  return messages.at(-1)?.at ?? 0;
}
