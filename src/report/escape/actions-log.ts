/**
 * Text for the log of a GitHub Actions step, where lines that begin with `::name` and any `##[name]` are commands
 * to the runner. Keeps color escapes, so hidden characters must have been made visible before.
 */
export function actionsLog(text: string): string {
  // Line by line: a pattern that looks for line breaks itself reads a run of them again and again.
  return text
    .replace(/##(?=\[)/gu, "# #")
    .replace(/[^\n\r\u2028\u2029]+/gu, (line) => line.replace(/^((?:\s|\p{Cc}\[[\d;]*m)*):(?=:)/u, "$1: "));
}
