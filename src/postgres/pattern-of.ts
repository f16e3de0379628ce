/** A name or a text as part of a regular expression: each of its characters stands for itself. */
export function patternOf(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&");
}
