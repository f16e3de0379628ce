import { expect, test } from "vitest";
import { operations } from "../read.js";

/** A statement and its operations; of each the fields that matter. */
export type Case = readonly [sql: string, ...expected: Readonly<Record<string, unknown>>[]];

/** One test a case: as many operations as expected, each with at least the fields given. */
export function check(cases: readonly Case[]): void {
  test.each(cases.map(([sql, ...expected]) => ({ sql, expected })))("$sql", async ({ expected, sql }) => {
    const found = await operations(sql);
    expect(found).toMatchObject(expected);
  });
}

export const name = (qualified: string) => {
  const [first = "", second] = qualified.split(".");
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
};
