/** GitHub takes 65,536 characters in a comment; less a margin for where approvals stand and for the record. */
const ONE = 50_000;
/** What the record needs for each database beside the first: its line, without the findings that all of them share. */
const EACH_MORE = 330;
const LEAST = 10_000;

/** The longest report in a comment of so many databases. */
export function commentLimit(databases: number): number {
  return Math.max(LEAST, ONE - EACH_MORE * (databases - 1));
}
