/**
 * False for a section of blanks and idle comments: tools write an empty way back into every new file, and that is none.
 * A comment that addresses the gate counts.
 */
export function saysSomething(text: string): boolean {
  return text.split("\n").some((line) => !/^\s*(--|$)/u.test(line) || line.includes("migration-gate:"));
}
