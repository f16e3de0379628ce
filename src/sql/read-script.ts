import type { Script } from "../model/migration.js";
import type { OperationSite, ReadScript, Statement } from "../model/statement.js";
import { addressed } from "./directives/addressed.js";
import { directivesIn } from "./directives/directives-in.js";
import { Lines } from "./lines.js";
import { repaired } from "./mistakes/repaired.js";
import { whatWasMeant } from "./mistakes/what-was-meant.js";
import { loadGrammar16 } from "./parsers/grammar-16.js";
import { loadTreeParser } from "./parsers/tree-parser.js";
import { type Reading, readStatement, unreadable } from "./read-statement.js";
import { resumeAfter } from "./resume-after.js";
import { split } from "./split.js";
import { itemsOf, type NumberedItem } from "./split-script.js";

/** Major version of the server that production runs. */
export interface ReadOptions {
  readonly serverMajor: number;
}

/** A script with the meaning of its statements. SQL that does not parse becomes an operation `unreadable`; all else is still read. */
export async function readScript(
  script: Script,
  migration: string,
  direction: "up" | "down",
  { serverMajor }: ReadOptions,
): Promise<ReadScript> {
  const reading: Reading = {
    parser: await loadTreeParser(),
    grammar16: serverMajor <= 16 ? await loadGrammar16() : null,
    serverMajor,
  };
  const lines = new Lines(script.file, script.text, script.recordedAt === undefined ? null : lineOfRecorded(script));
  const { items, comments } = itemsOf(script);
  const read = await readItems(items, script, lines, reading);
  const directives = addressed(directivesIn(script.text, comments, lines), read, script.text, lines);
  const statements = read.map(({ item, sites }, index): Statement => {
    const text = script.text.slice(item.start, item.end);
    return {
      index,
      migration,
      direction,
      text,
      copyData: item.data === null ? null : script.text.slice(item.data.start, item.data.end),
      place: lines.place(item.start, item.end),
      operations: sites,
      piece: item.piece,
      directives: directives.ofStatement(index),
    };
  });
  return { migration, direction, file: script.file, transaction: script.transaction, statements, directives: directives.ofFile };
}

/** Text that was recorded is not that of the file: the places of a piece are the line that it comes from. */
function lineOfRecorded({ pieces = [], recordedAt = [] }: Script): (offset: number) => number {
  let piece = 0;
  return (offset) => {
    if ((pieces[piece]?.start ?? 0) > offset) piece = 0;
    while ((pieces[piece + 1]?.start ?? Number.POSITIVE_INFINITY) <= offset) piece++;
    return recordedAt[piece] ?? 1;
  };
}

export interface ReadItem {
  readonly item: NumberedItem;
  readonly sites: readonly OperationSite[];
}

/** How often reading goes on after a broken statement that swallowed the rest of its file; each costs the whole rest. */
const RESUMES = 20;

async function readItems(items: readonly NumberedItem[], script: Script, lines: Lines, reading: Reading): Promise<ReadItem[]> {
  const read: ReadItem[] = [];
  const waiting = [...items].reverse();
  let resumes = 0;
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const text = script.text.slice(item.start, item.end);
    const { start } = item;
    const place = (from: number, to: number) => lines.place(start + from, start + to);
    if (item.kind === "command") {
      read.push({ item, sites: [{ operation: psqlCommand(text), place: place(0, text.length), inside: "statement" }] });
      continue;
    }
    if (item.problem !== null) {
      const { at, message } = item.problem;
      const failure = { message, index: at - start };
      const where = lines.place(at, item.end);
      const closed = endOfCut(item, script);
      const meant = closed === null ? whatWasMeant(text, failure) : CUT;
      read.push({ item, sites: [unreadable({ message, place: where, inside: "statement", meant })] });
      // The rest of what was cut is no mistake of its own.
      for (let rest = waiting.at(-1); closed !== null && rest !== undefined && rest.start < closed; rest = waiting.at(-1)) {
        waiting.pop();
        read.push({ item: rest, sites: [] });
      }
      continue;
    }
    const { failure, sites } = await readStatement(text, place, reading);
    const parts = failure === null || ++resumes > RESUMES ? null : resumeAfter(item, failure, script);
    const meant = failure === null ? null : repaired(text);
    const mended = meant === null ? null : await readStatement(meant, place, reading);
    read.push({ item: parts?.broken ?? item, sites: mended?.failure === null ? [...sites, ...mended.sites] : sites });
    if (parts !== null) waiting.push(...[...parts.rest].reverse());
  }
  return read;
}

const CUT =
  "what begins here is closed further down, but the tool ends the statement before that: StatementBegin and StatementEnd, or what your tool has in their place, keep it together";

/** Where a statement that its tool cuts inside of a quote would end; null where the quote is never closed. */
function endOfCut(item: NumberedItem, { pieces, psql, text }: Script): number | null {
  if (pieces === undefined) return null;
  const [whole] = split(text, { psql, start: item.start, end: text.length, most: 1 }).items;
  return whole === undefined || whole.problem !== null || whole.end <= item.end ? null : whole.end;
}

function psqlCommand(text: string): OperationSite["operation"] {
  const [, command = "", rest = ""] = /^\\(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  return { kind: "psql-command", command, arguments: rest };
}
