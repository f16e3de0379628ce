import type { RunnableScript } from "../model/statement.js";
import { foldedName } from "../postgres/folded-name.js";

/** Names that are keywords or exist on every server. */
const NOT_ROLES: ReadonlySet<string> = new Set([
  "public",
  "current_user",
  "session_user",
  "current_role",
  "none",
  "default",
  "all",
  "user",
  "group",
  "role",
]);

const NAME = String.raw`("(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;

/** Where SQL names a role. Also inside function bodies and DO blocks, since they run too. */
const SIGNS: readonly RegExp[] = [
  new RegExp(String.raw`\bowner\s+to\s+${NAME}`, "giu"),
  new RegExp(String.raw`\bset\s+(?:session\s+|local\s+)?role\s+(?:to\s+)?'?${NAME}`, "giu"),
  new RegExp(String.raw`\bset\s+(?:session\s+|local\s+)?session\s+authorization\s+'?${NAME}`, "giu"),
  new RegExp(String.raw`\b(?:create|alter)\s+(?:role|user|group)\s+(?:if\s+not\s+exists\s+)?${NAME}`, "giu"),
  new RegExp(String.raw`\bauthorization\s+${NAME}`, "giu"),
  new RegExp(String.raw`\bfor\s+(?:role|user)\s+${NAME}`, "giu"),
  new RegExp(String.raw`\b(?:reassign\s+owned\s+by|drop\s+owned\s+by)\s+${NAME}`, "giu"),
];

const LISTS: readonly RegExp[] = [
  /\bgrant\s+[^;]*?\bto\s+((?:group\s+)?[^;]+?)(?:\s+with\s|\s+granted\s+by\s|;|$)/giu,
  /\brevoke\s+[^;]*?\bfrom\s+([^;]+?)(?:\s+cascade|\s+restrict|\s+granted\s+by\s|;|$)/giu,
  /\bcreate\s+policy\s[^;]*?\bto\s+([^;]+?)(?:\s+using\s*\(|\s+with\s+check|;|$)/giu,
];

/** `GRANT admin TO bob` makes both sides roles: such a grant names no object. */
const MEMBERSHIP = /\bgrant\s+([^;]*?)\s+to\s/giu;

/** The ways of a migration. */
interface Ways {
  readonly up: RunnableScript;
  readonly down: RunnableScript | null;
}

/** Roles that the SQL expects or makes, unquoted, sorted. A name too many does no harm: it becomes a role that cannot log in. */
export function rolesIn(scripts: readonly RunnableScript[], proposed: readonly Ways[]): string[] {
  const found = new Set<string>();
  const texts = [...scripts, ...proposed.flatMap(({ up, down }) => (down === null ? [up] : [up, down]))].flatMap(
    ({ statements }) => statements.map(({ text }) => text),
  );
  for (const text of texts) for (const name of namesIn(text)) found.add(name);
  return [...found].filter((name) => !NOT_ROLES.has(name) && !name.startsWith("pg_")).sort();
}

function namesIn(text: string): string[] {
  if (!/\b(role|user|group|owner|owned|authorization|grant|revoke|policy)\b/iu.test(text)) return [];
  const plain = text.replace(/--[^\n]*/gu, " ");
  const names = SIGNS.flatMap((sign) => [...plain.matchAll(sign)].map((match) => match[1] ?? ""));
  for (const list of LISTS) for (const match of plain.matchAll(list)) names.push(...listed(match[1] ?? ""));
  for (const match of plain.matchAll(MEMBERSHIP))
    if (!/\bon\b|\ball\b/iu.test(match[1] ?? "")) names.push(...listed(match[1] ?? ""));
  return names.filter((name) => name !== "").map(foldedName);
}

function listed(text: string): string[] {
  const whole = new RegExp(`^(?:group\\s+)?${NAME}$`, "iu");
  return text.split(",").flatMap((part) => whole.exec(part.trim())?.[1] ?? []);
}
