import { steadyFunctions } from "../postgres/built-in-functions.js";
import { natureOf } from "../rehearsal/statement-nature.js";
import { Lexer } from "../sql/lexer.js";
import type { Bookkeeping, Mark } from "./preset.js";

/**
 * One statement of a message, and what it is to us.
 * - `read`: changes nothing, and nothing after it depends on it.
 * - `own`: about the tool's own tables.
 * - `upkeep`: rows that it adds to the application's tables, a change where a migration does the same.
 * - `noise`: what drivers say to every server.
 * - `session`: settings that what follows runs under.
 * - `change`: everything else; it is judged.
 */
export interface Part {
  readonly kind: "begin" | "commit" | "rollback" | "savepoint" | "read" | "own" | "upkeep" | "noise" | "session" | "change";
  readonly text: string;
  /** For `own`: the migration that it says was applied or taken back. */
  readonly mark: Mark | null;
}

/** What one statement is, by its words. In doubt it is a change. */
export function partOf(text: string, bookkeepings: readonly Bookkeeping[], way: "up" | "down"): Part {
  const nature = natureOf(text).kind;
  if (nature === "begin" || nature === "commit" || nature === "rollback" || nature === "savepoint")
    return { kind: nature, text, mark: null };
  const words = wordsOf(text);
  const own = bookkeepings.filter(
    ({ tables, schemas = [] }) =>
      tables.some((table) => isAbout(words, table)) ||
      schemas.some((schema) => words.join(" ") === `create schema if not exists ${schema}`),
  );
  if (own.length > 0) {
    const marks = own.flatMap(({ markOf }) => markOf(text, way) ?? []);
    return { kind: "own", text, mark: marks[0] ?? null };
  }
  const kept = bookkeepings.flatMap(({ upkeep = [] }) => upkeep);
  if (words[0] === "insert" && kept.some((table) => isAbout(words, table))) return { kind: "upkeep", text, mark: null };
  if (NOISE.test(words.join(" "))) return { kind: "noise", text, mark: null };
  if (nature === "session" || SETS.test(words.join(" "))) return { kind: "session", text, mark: null };
  return { kind: isRead(words) ? "read" : "change", text, mark: null };
}

/** Words, names and symbols in lower case, without literals and comments. Enough to tell what a statement is about. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const lexer = new Lexer(text);
  while (lexer.next()) {
    const token = text.slice(lexer.start, lexer.end);
    if (lexer.kind === "quoted") words.push(token.slice(1, -1).toLowerCase());
    else if (lexer.kind === "word" || lexer.kind === "symbol") words.push(token.toLowerCase());
  }
  return words;
}

/** The first table that a statement names is one of the tool's, or a read asks for it. */
function isAbout(words: readonly string[], table: string): boolean {
  const at = words.indexOf(table.toLowerCase());
  if (at < 0) return false;
  const before = words.slice(0, at);
  const [first = ""] = words;
  if (first === "select" || first === "with") return before.includes("from") && !before.some((word) => WRITES.has(word));
  // An index or a comment names its table later than itself.
  if (/^create( unique)? index/u.test(before.join(" ")) || before.join(" ").startsWith("comment on"))
    return !before.includes("(");
  return before.every((word) => HEADS.has(word) || word === "." || words[before.indexOf(word) + 1] === ".");
}

const WRITES: ReadonlySet<string> = new Set(["insert", "update", "delete", "merge", "into"]);
const HEADS: ReadonlySet<string> = new Set(
  "insert into update only delete from create table if not exists alter drop lock truncate copy unlogged".split(" "),
);

/** Said by drivers and ORMs to every server, about their own session: it changes nothing that a migration leaves. */
const NOISE =
  /^(?:set (?:session |local )?(?:client_min_messages|client_encoding|names|application_name|intervalstyle|extra_float_digits|bytea_output|session characteristics|transaction)\b|show\b|deallocate\b|discard\b|declare\b|fetch\b|move\b|close\b|listen\b|unlisten\b)/u;

const SETS = /^(?:set local\b|prepare\b|select (?:pg_catalog \. )?set_config \()/u;

/** SELECT without a lock, a write, or a function that is not known to be harmless. */
function isRead(words: readonly string[]): boolean {
  const [first = ""] = words;
  if (first === "explain") return !words.includes("analyze");
  if (first === "copy") return words.includes("stdout");
  if (!["select", "with", "values", "table", "("].includes(first)) return first === "";
  if (words.some((word, at) => WRITES.has(word) || (word === "for" && LOCKS.has(words[at + 1] ?? "")))) return false;
  // A lock that only the tool knows, with a timeout of its own around it.
  const locks = words.some((word) => /^pg_(?:try_)?advisory_/u.test(word));
  return words.every((word, at) => words[at + 1] !== "(" || isHarmless(word) || (locks && word === "set_config"));
}

const LOCKS: ReadonlySet<string> = new Set(["update", "share", "no", "key"]);

function isHarmless(word: string): boolean {
  return (
    steadyFunctions.has(word) ||
    FORMS.has(word) ||
    /^(?:pg_(?:try_)?advisory_\w+|has_\w+_privilege|version|row_number)$/u.test(word) ||
    !/^[a-z_]/u.test(word)
  );
}

/** Words that stand before a parenthesis without being a call, and forms of the grammar. */
const FORMS: ReadonlySet<string> = new Set(
  "select from where and or not in exists any all some as on using values with union except intersect when then else case by having limit offset filter over within group join coalesce count sum min max avg array_agg string_agg json_agg jsonb_agg json_object_agg bool_and bool_or every nullif greatest least cast extract array row current_schema current_schemas current_database version lateral distinct between is like ilike similar position substring trim overlay materialized numeric varchar char decimal timestamp interval bit".split(
    " ",
  ),
);
