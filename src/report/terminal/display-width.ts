/** Columns that a text takes in a terminal: wide for East Asian scripts and pictures, none for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function characterWidth(character: string): 0 | 1 | 2 {
  if (/\p{Mn}|\p{Me}|[\u200d\ufe0e\ufe0f]/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Blocks that Unicode's East Asian Width (UAX 11) calls wide or full-width, as far as terminals agree. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
