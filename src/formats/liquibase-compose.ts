import type { Script, SourceFile } from "../model/migration.js";
import type { Range } from "./keep-ranges.js";
import type { ChangelogSql } from "./liquibase-changelog.js";
import { splitAsLiquibase } from "./liquibase-split.js";
import { decodeEntities } from "./xml-elements.js";

/** A change with the file that its SQL stands in. */
export type PlacedSql = ChangelogSql & { readonly source: SourceFile };

/**
 * One script of all the SQL of a changeset. Where it stands in one file as it is sent, places are those of that file; else
 * they are the lines of the changelog that bring it in.
 */
export function composeScript(
  changes: readonly PlacedSql[],
  changelog: SourceFile,
  bare: boolean,
  fill: (text: string) => string,
): Script {
  const [first = null] = changes;
  const source = first?.source ?? changelog;
  const inPlace = changes.every((change) => change.source === source && change.texts.every(({ value }) => value === undefined));
  const composed = inPlace ? keptInPlace(changes, source, fill) : put(changes, changelog, fill);
  const unsplit = changes.some(({ splitStatements }) => splitStatements?.toLowerCase() === "false");
  // The driver sends what is not split as one batch: outside of a transaction it still stands or falls together.
  const transaction = !bare ? "file" : unsplit && changes.length === 1 ? "implicit" : "statement";
  const { pieces, ...script } = { ...composed, file: inPlace ? source.path : changelog.path, psql: false, transaction } as const;
  return transaction === "implicit" && inPlace ? script : { ...script, pieces };
}

type Composed = Pick<Script, "text" | "recordedAt"> & { readonly pieces: readonly Range[] };

function keptInPlace(changes: readonly PlacedSql[], source: SourceFile, fill: (text: string) => string): Composed {
  const pieces: Range[] = [];
  let text = "";
  let at = 0;
  for (const change of changes) {
    const texts = change.file === null ? change.texts : [{ start: 0, end: source.text.length, encoded: false }];
    const [begin = at] = texts.map(({ start }) => start);
    text += blank(source.text.slice(at, begin));
    const from = text.length;
    at = begin;
    let sql = "";
    for (const { start, end, encoded } of texts) {
      sql +=
        blank(source.text.slice(at, start)) +
        (encoded ? decodeLines(source.text.slice(start, end)) : source.text.slice(start, end));
      at = end;
    }
    const filled = fill(sql);
    text += filled;
    pieces.push(...split(filled, change).map(({ start, end }) => ({ start: start + from, end: end + from })));
  }
  return { text: text + blank(source.text.slice(at)), pieces };
}

function put(changes: readonly PlacedSql[], changelog: SourceFile, fill: (text: string) => string): Composed {
  const pieces: Range[] = [];
  const recordedAt: number[] = [];
  let text = "";
  for (const change of changes) {
    const written = (one: ChangelogSql["texts"][number]) =>
      one.value ?? plain(changelog.text.slice(one.start, one.end), one.encoded);
    const sql = fill(change.file === null ? change.texts.map(written).join("") : change.source.text.replace(/^\uFEFF/u, ""));
    for (const { start, end } of split(sql, change)) {
      pieces.push({ start: start + text.length, end: end + text.length });
      recordedAt.push(change.line);
    }
    text += `${sql}\n`;
  }
  return { text, pieces, recordedAt };
}

function split(sql: string, { splitStatements, endDelimiter }: ChangelogSql): readonly Range[] {
  if (splitStatements?.toLowerCase() !== "false") return splitAsLiquibase(sql, endDelimiter);
  return sql.trim() === "" ? [] : [{ start: 0, end: sql.length }];
}

function plain(text: string, encoded: boolean): string {
  return encoded ? decodeEntities(text) : text;
}

/** Entities make a line shorter; blanks at its end make up for it, so that the lines below stay where they are. */
function decodeLines(text: string): string {
  const lines = text.split("\n").map((line) =>
    decodeEntities(line)
      .replace(/[\r\n]/gu, " ")
      .padEnd(line.length),
  );
  return lines.join("\n");
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
