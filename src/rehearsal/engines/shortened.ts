const MOST_CHARACTERS = 10_000;

/** A text of the server's, which SQL may have made as long as it likes. */
export function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}… (${text.length - MOST_CHARACTERS} more characters)`;
}
