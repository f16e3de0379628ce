import { describe, expect, test } from "vitest";
import { rules } from "../../src/rules/index.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { lintSql } from "./lint-sql.js";

const cases = rules.flatMap((rule) =>
  rule.examples.bad.flatMap((example) => {
    if (typeof example !== "string" && !("up" in example)) return [];
    const { up, down = null } = typeof example === "string" ? { up: example } : example;
    return [[rule.id, up, down, rule] as const];
  }),
);

describe("SQL to paste is SQL", () => {
  test.each(cases)("%s: %s", async (id, up, down, rule) => {
    const found = (await lintSql(rule.examples.before, up, [rule], down)).filter(
      (finding) => finding.rule === id && finding.fix !== null,
    );
    for (const { fix } of found) {
      const sql = fix?.sql ?? "";
      const script = (file: string) => ({ file, text: sql, transaction: "statement" as const, psql: false });
      const [read] = await readMigrations([{ id: "fix", version: null, up: script("fix.sql"), down: null, digests: [] }], {
        serverMajor: 18,
      });
      const broken = (read?.up.statements ?? []).flatMap(({ operations, text }) =>
        operations.flatMap(({ operation }) => (operation.kind === "unreadable" ? [`${operation.message}: ${text}`] : [])),
      );
      expect(broken).toEqual([]);
    }
  });
});
