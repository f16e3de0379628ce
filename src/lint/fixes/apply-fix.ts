import type { Fix } from "../../model/finding.js";
import type { Migration, Script } from "../../model/migration.js";
import type { Statement } from "../../model/statement.js";
import { type FixPart, partsOf } from "./parts-of.js";
import { rangeOf } from "./range-of.js";

export interface Fixed {
  /** What the migration becomes: one for each script that the fix asks for. */
  readonly now: readonly Migration[];
  /** What follows in a later release. */
  readonly later: readonly Migration[];
}

/**
 * Puts a fix where its statement stands. Null where the file does not hold that text there, as with recorded SQL.
 * @param rounds how often a batch is run: until it changes no row, where the rows are known.
 */
export function applyFix(migration: Migration, statement: Statement, fix: Fix, rounds = 1): Fixed | null {
  const script = migration.up;
  if (statement.direction === "down" || script.recordedAt !== undefined || fix.role === "sketch") return null;
  const range = rangeOf(statement.place, script.text);
  if (range === null || script.text.slice(range.start, range.end) !== statement.text) return null;
  const parts = partsOf(fix.sql).map(terminated).map(repeated(rounds));
  const steps = aroundStatement(
    parts.filter(({ later }) => !later),
    statement,
    fix,
  );
  const around = { head: script.text.slice(0, range.start), tail: script.text.slice(range.end).replace(/^\s*;/u, "") };
  const now = scriptsOf(script, around, steps).map((up, at) => ({
    ...migration,
    id: at === 0 ? migration.id : `${migration.id}, part ${at + 1}`,
    up,
    down: null,
  }));
  const later = parts
    .filter((part) => part.later)
    .map((part, at) => ({ ...migration, id: `${migration.id}, later ${at + 1}`, up: scriptOf(part, script), down: null }));
  // The way back of all of it goes with what runs last.
  return { now: now.map((each, at) => (at === now.length - 1 ? { ...each, down: migration.down } : each)), later };
}

/** The statement itself stays where the fix only goes before or after it. */
function aroundStatement(parts: readonly FixPart[], { text }: Statement, { role }: Fix): readonly FixPart[] {
  const statement: FixPart = { shape: "here", later: false, sql: `${text};` };
  if (role === "before") return [...parts, statement];
  return role === "after" ? [statement, ...parts] : parts;
}

/** What stood before the statement goes with the first part that stays here; what stood after it with the last. */
function scriptsOf(script: Script, { head, tail }: { readonly head: string; readonly tail: string }, steps: readonly FixPart[]) {
  const here = steps.findIndex(({ shape }) => shape !== "here");
  const first = here < 0 ? steps : steps.slice(0, here);
  const stays = steps.length - 1 - steps.findLastIndex(({ shape }) => shape !== "here");
  const last = here < 0 || stays === 0 ? [] : steps.slice(-stays);
  if (here < 0) return [inShapeOf(script, `${head}${textOf(first)}${tail}`)];
  const [commit, begin] = opensBlock(head) ? ["\nCOMMIT;", "BEGIN;\n"] : ["", ""];
  const start = `${head}${textOf(first)}${commit}`;
  const rest = `${begin}${textOf(last)}${tail}`;
  return [
    ...(saysSomething(start) ? [inShapeOf(script, start)] : []),
    ...steps.slice(first.length, steps.length - last.length).map((step) => scriptOf(step, script)),
    ...(saysSomething(rest) ? [inShapeOf(script, rest)] : []),
  ];
}

function textOf(steps: readonly FixPart[]): string {
  return steps.map(({ sql }) => sql).join("\n");
}

function scriptOf({ shape, sql }: FixPart, script: Script): Script {
  if (shape === "bare" || shape === "batches") return { ...inShapeOf(script, sql), transaction: "statement" };
  return { ...inShapeOf(script, sql), transaction: script.transaction === "all" ? "file" : script.transaction };
}

/** Pieces that a tool's markers delimit are those of the old text: the new one is cut where psql would cut it. */
function inShapeOf({ file, psql, transaction }: Script, text: string): Script {
  return { file, text, transaction, psql };
}

/** A block that the script opened itself and has not closed. */
function opensBlock(head: string): boolean {
  const words = [...withoutComments(head).matchAll(/(?:^|;)\s*(begin|start\s+transaction|commit|end|rollback)\b/giu)];
  return /^(?:begin|start)/iu.test(words.at(-1)?.[1] ?? "");
}

function saysSomething(text: string): boolean {
  return !/^(?:begin;|commit;|[\s;])*$/iu.test(withoutComments(text));
}

function withoutComments(text: string): string {
  return text.replace(/--.*$/gmu, "");
}

function repeated(rounds: number): (part: FixPart) => FixPart {
  return (part) =>
    part.shape === "batches" ? { ...part, sql: Array.from({ length: rounds }, () => part.sql).join("\n") } : part;
}

function terminated(part: FixPart): FixPart {
  return /;\s*$/u.test(part.sql.replace(/(?:\n--.*)+$/u, "")) ? part : { ...part, sql: `${part.sql};` };
}
