import type { RecordedConnection } from "../model/recording.js";
import type { Message } from "./message.js";
import type { Part } from "./part.js";
import { settingOf } from "./setting-of.js";
import { type InForce, startupSettings } from "./startup-settings.js";
import type { Unit } from "./units.js";

type Settings = Map<string, InForce>;

/** The sessions in which a command worked. */
export interface Sessions {
  readonly connections: readonly RecordedConnection[];
  /** Of the rehearsal. */
  readonly timeZone: string;
}

/**
 * All is played again in one session: in front of each unit that changes something stands what its own connection had set
 * by then, when it connected or by statements. Settings that change nothing for what follows are left out: tools set and
 * reset the same ones all the time.
 */
export function withSessions(units: readonly Unit[], { connections, timeZone }: Sessions): readonly Unit[] {
  const users = new Map(connections.map(({ number, settings }) => [number, settings["user"]?.toLowerCase()]));
  const first = new Map(connections.map((one) => [one.number, startupSettings(one, timeZone)]));
  const own = new Map<number, Settings>();
  const played: Settings = new Map();
  return units.map((unit) => {
    const [message] = unit.messages;
    if (message === undefined) return unit;
    const { connection } = message.record;
    const begun = first.get(connection) ?? new Map<string, InForce>();
    const mine = own.get(connection) ?? new Map(begun);
    own.set(connection, mine);
    const session = { mine, begun, user: users.get(connection), timeZone };
    const isPlayed = unit.messages.some(({ parts }) => parts.some(({ kind, text }) => isBinding(kind, text)));
    const before = isPlayed ? differences(mine, played) : [];
    const messages = unit.messages.map((one) => ({
      ...one,
      parts: one.parts.filter((part) => remains(part, session, isPlayed)),
    }));
    if (isPlayed) replace(played, mine);
    return { ...unit, messages: [...before.map((text) => said(text, message)), ...messages] };
  });
}

interface Session {
  readonly mine: Settings;
  readonly begun: ReadonlyMap<string, InForce>;
  readonly user: string | undefined;
  readonly timeZone: string;
}

/** Follows what a part sets. Whether it is played where it stands: not if nothing in its unit is, nor if it changes nothing. */
function remains({ kind, text }: Part, { mine, begun, user, timeZone }: Session, isPlayed: boolean): boolean {
  const set = kind === "session" ? settingOf(text) : null;
  if (set === null) return true;
  if (set === "all") {
    const isSame = sameSettings(mine, begun);
    replace(mine, begun);
    return isPlayed && !isSame;
  }
  const { name } = set;
  const value = name === "role" && set.value === user ? null : set.value;
  const usual = startupSettings({ settings: { [name]: value ?? "" } }, timeZone).size === 0;
  const to = value === null ? begun.get(name) : usual && !begun.has(name) ? undefined : { value, statement: text };
  const isSame = mine.get(name)?.value === to?.value;
  if (to === undefined) mine.delete(name);
  else if (!isSame) mine.set(name, to);
  return isPlayed && !isSame;
}

/** Something that the world looks different after, or a word to the session that we do not follow. */
function isBinding(kind: Part["kind"], text: string): boolean {
  return kind === "change" || kind === "upkeep" || (kind === "session" && settingOf(text) === null);
}

function differences(wanted: Settings, played: Settings): readonly string[] {
  const gone = [...played.keys()].filter((name) => !wanted.has(name)).map((name) => `RESET ${name}`);
  const set = [...wanted].filter(([name, { value }]) => played.get(name)?.value !== value);
  return [...gone, ...set.map(([, { statement }]) => statement)];
}

function said(text: string, { record, at }: Message): Message {
  const parts: readonly Part[] = [{ kind: "session", text, mark: null }];
  return { record: { ...record, sql: text, literal: text, copied: null, tag: "SET", error: null }, parts, at };
}

function sameSettings(left: ReadonlyMap<string, InForce>, right: ReadonlyMap<string, InForce>): boolean {
  return left.size === right.size && [...left].every(([name, { value }]) => right.get(name)?.value === value);
}

function replace(target: Settings, source: ReadonlyMap<string, InForce>): void {
  const entries = [...source];
  target.clear();
  for (const [name, value] of entries) target.set(name, value);
}
