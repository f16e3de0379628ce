import { describe, expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { lintSql } from "./lint-sql.js";

const KINDS = "CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A'), ('b', 'B');";

async function severities(up: string, before: string): Promise<readonly string[]> {
  const findings = await lintSql(before, up, rules);
  return findings
    .filter(({ rule }) => /^(?:update-without-where|check-constraint-scans)$/u.test(rule))
    .map(({ rule, severity }) => `${rule} ${severity}`);
}

describe("work that grows with the table", () => {
  test.each([
    ["UPDATE kinds SET label = 'x'", "update-without-where"],
    ["ALTER TABLE kinds ADD CONSTRAINT short CHECK (length(label) < 9)", "check-constraint-scans"],
  ])("warns where the table is a list of kinds: %s", async (up, rule) => {
    expect(await severities(up, KINDS)).toEqual([`${rule} warning`]);
  });

  test.each([
    [
      "one row may be the first of many",
      "CREATE TABLE kinds (code text PRIMARY KEY, label text); INSERT INTO kinds VALUES ('a', 'A');",
    ],
    [
      "a sequence hands out the key",
      "CREATE TABLE kinds (code serial PRIMARY KEY, label text); INSERT INTO kinds (label) VALUES ('a'), ('b');",
    ],
    [
      "the time of an INSERT is kept",
      "CREATE TABLE kinds (code text PRIMARY KEY, label text, made timestamptz DEFAULT now()); INSERT INTO kinds VALUES ('a'), ('b');",
    ],
    ["a query filled it as well", `${KINDS} CREATE TABLE old (code text); INSERT INTO kinds SELECT code, code FROM old;`],
  ])("is an error where %s", async (_, before) => {
    expect(await severities("UPDATE kinds SET label = 'x'", before)).toEqual(["update-without-where error"]);
  });
});
