import type { Directive } from "../../model/statement.js";
import { isBlank } from "../lexer.js";
import type { Lines } from "../lines.js";
import type { ReadItem } from "../read-script.js";
import type { FoundDirective } from "./directives-in.js";

export interface Addressed {
  readonly ofFile: readonly Directive[];
  ofStatement(index: number): readonly Directive[];
}

/**
 * Gives every directive to what it speaks of: the statement around it, the one that ends on its line, else the one
 * that follows. Above the first statement with a blank line between, and `irreversible` and `phase` anywhere: the file.
 */
export function addressed(found: readonly FoundDirective[], read: readonly ReadItem[], text: string, lines: Lines): Addressed {
  const ofFile: Directive[] = [];
  const ofStatements = new Map<number, Directive[]>();
  for (const { directive, end, start } of found) {
    const index = addressee(start, end, read, text, lines);
    if (index !== null && !OF_FILES.has(directive.kind)) ofStatements.set(index, [...(ofStatements.get(index) ?? []), directive]);
    else ofFile.push(directive.kind === "allow" && isAfterAll(start, read) ? unaddressed(directive) : directive);
  }
  return { ofFile, ofStatement: (index) => ofStatements.get(index) ?? [] };
}

/** They speak of the whole file wherever they stand. */
const OF_FILES: ReadonlySet<Directive["kind"]> = new Set(["irreversible", "phase"]);

/** Index of the statement; null for the file. */
function addressee(start: number, end: number, read: readonly ReadItem[], text: string, lines: Lines): number | null {
  const line = lines.lineOf(start);
  const around = read.findIndex(({ item }) => item.start <= start && start < item.end);
  if (around >= 0) return around;
  const before = read.findLastIndex(({ item }) => item.end <= start && lines.lineOf(item.end) === line);
  if (before >= 0) return before;
  const next = read.findIndex(({ item }) => item.start >= end);
  const first = read[next];
  if (first === undefined) return null;
  return next === 0 && hasBlankLine(text, end, first.item.start) ? null : next;
}

function hasBlankLine(text: string, from: number, to: number): boolean {
  const between = text.slice(from, to).split("\n").slice(1, -1);
  return between.some((line) => isBlank(line, 0, line.length));
}

function isAfterAll(start: number, read: readonly ReadItem[]): boolean {
  return read.length > 0 && read.every(({ item }) => item.end <= start);
}

function unaddressed(directive: Directive & { kind: "allow" }): Directive {
  const message = "no statement follows this exception: write it above the statement that it speaks of";
  return { kind: "malformed", text: `allow ${directive.rule}: ${directive.reason}`, message, place: directive.place };
}
