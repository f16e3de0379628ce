/** Number of the line in which a text first stands; 1 where it does not. */
export function lineOf(whole: string, part: string): number {
  return whole.slice(0, Math.max(0, whole.indexOf(part))).split("\n").length;
}
