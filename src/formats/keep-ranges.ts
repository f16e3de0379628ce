export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The text with everything outside of the ranges blanked: same length, same lines, so places need no arithmetic. */
export function keepRanges(text: string, ranges: readonly Range[]): string {
  let kept = "";
  let at = 0;
  for (const { start, end } of ranges) {
    kept += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return kept + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
