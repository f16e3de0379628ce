/** The UTF-16 index of the code point at `count` (from 0), clamped to the end of the text. */
export function indexOfCodePoint(text: string, count: number): number {
  let index = 0;
  for (let seen = 0; seen < count && index < text.length; seen++) index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  return index;
}
