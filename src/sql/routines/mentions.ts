/** Does a name stand in a text, as a word of its own? Strings and comments count as well: this is for being careful. */
export function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&");
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "iu").test(text);
}
