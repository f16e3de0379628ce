/** A word of a text; `a-b-c` counts as a whole, and as its parts. */
export interface Word {
  readonly text: string;
  /** Offset in the line. */
  readonly at: number;
}

/** A variable of a shell, Perl or PHP is no name of the database. */
export function wordsIn(line: string): readonly Word[] {
  const words: Word[] = [];
  for (const match of line.matchAll(/(?<!\$)[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/gu)) {
    const text = match[0];
    words.push({ text, at: match.index });
    if (!text.includes("-")) continue;
    for (const part of text.matchAll(/[^-]+/gu)) words.push({ text: part[0], at: match.index + part.index });
  }
  return words;
}
