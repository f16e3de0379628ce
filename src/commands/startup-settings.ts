import type { RecordedConnection } from "../model/recording.js";
import { comparableValue } from "./setting-of.js";

/** A setting in force, and the statement that puts it into force. */
export interface InForce {
  readonly value: string;
  readonly statement: string;
}

/** What a client asked for when it connected, which no statement of it says, so far as it differs from what the rehearsal has. */
export function startupSettings(
  { settings }: Pick<RecordedConnection, "settings">,
  timeZone: string,
): ReadonlyMap<string, InForce> {
  const asked = Object.entries(settings).flatMap(([name, value]): (readonly [string, string])[] =>
    name.toLowerCase() === "options" ? optionsIn(value) : [[name, value]],
  );
  const usual = new Map([...USUAL, ["timezone", comparableValue("timezone", timeZone)]]);
  const found = new Map<string, InForce>();
  for (const [written, value] of asked) {
    const name = written.toLowerCase();
    if (OF_NO_MATTER.test(name)) continue;
    const comparable = comparableValue(name, value);
    if (usual.get(name) === comparable) found.delete(name);
    else found.set(name, { value: comparable, statement: statementOf(name, value) });
  }
  return found;
}

/** `-c name=value`, `-cname=value` and `--name=value`; a backslash keeps a blank (PostgreSQL manual, 34.1.2, `options`). */
function optionsIn(options: string): (readonly [string, string])[] {
  const words = options.match(/(?:\\[\s\S]|[^\s\\])+/gu) ?? [];
  const plain = words.map((word) => word.replace(/\\([\s\S])/gu, "$1"));
  return plain.flatMap((word, at): (readonly [string, string])[] => {
    const text = word === "-c" ? (plain[at + 1] ?? "") : (/^(?:-c|--)(.+)$/su.exec(word)?.[1] ?? "");
    const [, name, value] = /^([\w.-]+)=([\s\S]*)$/u.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name.replaceAll("-", "_"), value]];
  });
}

/** The value is read as in a file of settings, where a search path is one text of several names. */
function statementOf(name: string, value: string): string {
  if (name === "role") return `SET ROLE "${value.replaceAll('"', '""')}"`;
  if (name === "search_path" && /^[\w$", ]+$/u.test(value) && value.trim() !== "") return `SET search_path TO ${value}`;
  return `SELECT set_config('${name.replaceAll("'", "''")}', '${value.replaceAll("'", "''")}', false)`;
}

/** What every session begins with. */
const USUAL: readonly (readonly [string, string])[] = [
  ["datestyle", "iso,mdy"],
  ["standard_conforming_strings", "on"],
  ["search_path", "$user,public"],
];

/** Who connects to what, and how answers are worded. */
const OF_NO_MATTER =
  /^(?:user|database|replication|application_name|fallback_application_name|client_encoding|client_min_messages|extra_float_digits|intervalstyle|bytea_output|_pq_\..*)$/u;
