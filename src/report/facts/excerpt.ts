import type { Assessment } from "../../model/assessment.js";
import type { Finding } from "../../model/finding.js";
import type { Statement } from "../../model/statement.js";

export interface Excerpt {
  readonly line: number;
  /** The line as it stands in the file, as far as its statement reaches. */
  readonly text: string;
  /** Half-open range in `text`, UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Last line of the place, where it is not this one. */
  readonly until: number | null;
}

/** The line that a finding points at, with the part it means; null where no statement covers it. */
export function excerpt({ migrations }: Assessment, finding: Pick<Finding, "place">): Excerpt | null {
  const { place } = finding;
  const scripts = migrations
    .flatMap(({ up, down }) => (down === null ? [up] : [up, down]))
    .filter(({ file }) => file === place.file);
  const statement = scripts.flatMap((script) => script.statements).find((each) => covers(each, place.line));
  if (statement === undefined) return null;
  const lines = statement.text.split(/\r?\n/u);
  const first = statement.place;
  if (lines.length - 1 !== first.endLine - first.line) return null;
  const text = lines[place.line - first.line];
  if (text === undefined) return null;
  const shift = place.line === first.line ? first.column - 1 : 0;
  const from = Math.min(Math.max(0, place.column - 1 - shift), text.length);
  const to = place.endLine === place.line ? Math.min(place.endColumn - 1 - shift, text.length) : text.length;
  return { line: place.line, text, from, to: Math.max(to, from), until: place.endLine === place.line ? null : place.endLine };
}

function covers({ place }: Statement, line: number): boolean {
  return place.line <= line && line <= place.endLine;
}
