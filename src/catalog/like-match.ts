/** Steps beyond which nobody waits for an answer. */
const MOST_STEPS = 10_000_000;

/**
 * LIKE without escapes: `%` is any text, `_` any character. Null where it would take too long. No regular expression does:
 * of ten `%` it makes a search that takes hours on a text of a thousand letters.
 */
export function likeMatch(text: string, pattern: string): boolean | null {
  const [letters, signs] = [[...text], [...pattern]];
  if (letters.length * signs.length > MOST_STEPS) return null;
  let sign = 0;
  /** The last `%`, and the first letter that it has not taken yet: where to go on when what follows it does not fit. */
  let open = -1;
  let next = 0;
  for (let at = 0; at < letters.length; ) {
    if (signs[sign] === "%") {
      open = sign++;
      next = at;
    } else if (signs[sign] === "_" || (sign < signs.length && signs[sign] === letters[at])) {
      sign++;
      at++;
    } else if (open >= 0) {
      sign = open + 1;
      at = ++next;
    } else return false;
  }
  return signs.slice(sign).every((each) => each === "%");
}
