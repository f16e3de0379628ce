/** A setting of the session, and what a statement makes of it. */
export interface SessionSetting {
  /** In lower case; `role` and `session authorization` count as settings. */
  readonly name: string;
  /** Comparable: without quotes and blanks, in lower case. Null where it goes back to what the session began with. */
  readonly value: string | null;
}

/** What a statement sets for the rest of the session; null for what is local to a transaction, and for all else. */
export function settingOf(statement: string): SessionSetting | "all" | null {
  const text = statement.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/u, "").replace(/[\s;]+$/u, "");
  if (/^(?:reset\s+all|discard\s+all)$/iu.test(text)) return "all";
  const reset = /^reset\s+(session\s+authorization|[\w.]+)$/iu.exec(text)?.[1];
  if (reset !== undefined) return { name: nameOf(reset), value: null };
  const configured = CONFIGURED.exec(text);
  if (configured !== null) return setting(configured[1] ?? "", configured[2] ?? "");
  const [, special, plain, value] = SET.exec(text) ?? [];
  const word = special ?? plain;
  return word === undefined || value === undefined ? null : setting(word, value);
}

function setting(word: string, value: string): SessionSetting {
  const name = nameOf(word);
  const comparable = comparableValue(name, value);
  return { name, value: comparable === "default" || (BACK_TO_FIRST.has(name) && comparable === "none") ? null : comparable };
}

/** `UTC` has many names, and the order of day and month is told only where it is not the usual one. */
export function comparableValue(name: string, value: string): string {
  const plain = value.replace(/['"\s]/gu, "").toLowerCase();
  if (name === "timezone") return /^(?:(?:etc\/)?(?:utc|gmt|uct|universal|zulu|greenwich))$/u.test(plain) ? "utc" : plain;
  if (name === "datestyle") return plain === "iso" ? "iso,mdy" : plain;
  return plain;
}

const nameOf = (word: string) =>
  word
    .toLowerCase()
    .replace(/\s+/gu, " ")
    .replace(/^time zone$/u, "timezone");

const BACK_TO_FIRST: ReadonlySet<string> = new Set(["role", "session authorization"]);
const CONFIGURED =
  /^select\s+(?:pg_catalog\s*\.\s*)?set_config\s*\(\s*'([\w.]+)'(?:::\w+)?\s*,\s*'((?:[^']|'')*)'(?:::\w+)?\s*,\s*(?:false|'f(?:alse)?'(?:::\w+)?)\s*\)$/iu;
const SET =
  /^set\s+(?!local\b|transaction\b|constraints\b|session\s+characteristics\b)(?:session\s+(?!authorization\b))?(?:(time\s+zone|role|session\s+authorization)\b\s*(?:=|to\b)?|([\w.]+)\s*(?:=|to\b))\s*([\s\S]+)$/iu;
