import type { Script, SourceFile } from "../model/migration.js";
import { lineFinder } from "./line-finder.js";
import type { Piece } from "./piece.js";
import type { Segment } from "./segments.js";

/** What was recorded, as a script that the whole judgment reads like any other. */
export function toScript(
  pieces: readonly Piece[],
  transaction: Segment["transaction"],
  /** The tool's own file; a name alone where none is known. */
  origin: { readonly file: string; readonly source: SourceFile | null },
): Script {
  let text = "";
  const ranges: { start: number; end: number }[] = [];
  const lines: number[] = [];
  const lineOf = origin.source === null ? () => 1 : lineFinder(origin.source.text);
  for (const piece of pieces) {
    const start = text.length;
    text += textOf(piece);
    ranges.push({ start, end: text.length });
    text += "\n;\n";
    lines.push(lineOf(piece.parts[0]?.text ?? ""));
  }
  return { file: origin.file, text, transaction, psql: false, pieces: ranges, recordedAt: lines };
}

function textOf({ parts, copied }: Piece): string {
  const text = parts.map((part) => part.text).join(";\n");
  if (copied === null) return text;
  return `${text};\n${copied === "" || copied.endsWith("\n") ? copied : `${copied}\n`}\\.\n`;
}
