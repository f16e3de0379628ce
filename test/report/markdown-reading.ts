/** Reads our Markdown back as GitHub would, as far as the tests need it. */

/** Everything outside fenced blocks (CommonMark 0.31, 4.5): a fence ends at a line of at least as many back-ticks. */
export function withoutFences(markdown: string): string {
  const lines: string[] = [];
  let open = 0;
  for (const line of markdown.split("\n")) {
    const run = /^ {0,3}(`{3,})([^`]*)$/u.exec(line);
    const length = run?.[1]?.length ?? 0;
    if (open === 0 && length > 0) open = length;
    else if (open > 0 && length >= open && run?.[2]?.trim() === "") open = 0;
    else if (open === 0) lines.push(line);
  }
  return lines.join("\n");
}

/** Text outside code: code spans and `<code>` elements are taken out. */
export function bareText(markdown: string): string {
  return markdown.replace(/<code>[^<]*<\/code>/gu, "").replace(/`[^`\n]*`/gu, "");
}

/** What must never stand in text of a change outside code; null when it is safe. */
export function unsafeBare(text: string): string | null {
  const found = /[`|@<>$~^]|#\w|:\/\/|www\.|:[\w+-]+:|\bGH-\d|(?<!\\)[*_[\]]|\p{Cc}|\p{Cf}|&(?!(?:amp|lt|gt|nbsp);)/iu.exec(text);
  return found?.[0] ?? null;
}
