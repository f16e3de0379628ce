import { describe, expect, test } from "vitest";
import { parseExpectation } from "../../src/sql/directives/parse-expectation.js";

describe("an expectation in a comment", () => {
  test.each([
    ["SELECT 1 = 1", "SELECT 1", { kind: "compare", operator: "=", value: "1" }],
    ["SELECT count(*) FROM a WHERE b >= 1 = 0", "SELECT count(*) FROM a WHERE b >= 1", { operator: "=", value: "0" }],
    ["SELECT count(*) FROM a WHERE b = 1 >= 5", "SELECT count(*) FROM a WHERE b = 1", { operator: ">=", value: "5" }],
    ["SELECT max(n) FROM a < 100", "SELECT max(n) FROM a", { operator: "<", value: "100" }],
    ["SELECT min(n) FROM a != 0", "SELECT min(n) FROM a", { operator: "<>", value: "0" }],
    ["SELECT state FROM a = 'a = b'", "SELECT state FROM a", { operator: "=", value: "a = b" }],
    ["SELECT doc->>'k' FROM a = yes", "SELECT doc->>'k' FROM a", { operator: "=", value: "yes" }],
    ["SELECT count(*) FROM a between 300 and 310", "SELECT count(*) FROM a", { kind: "between", low: "300", high: "310" }],
    ["SELECT state FROM a in ('new', 'it''s')", "SELECT state FROM a", { kind: "in", values: ["new", "it's"] }],
    ["SELECT count(*) FROM a WHERE b IN (1, 2) = 5", "SELECT count(*) FROM a WHERE b IN (1, 2)", { operator: "=", value: "5" }],
    ["SELECT count(*) FROM a WHERE b BETWEEN 1 AND 2 = 5", "SELECT count(*) FROM a WHERE b BETWEEN 1 AND 2", { value: "5" }],
  ])("%s", (text, sql, expectation) => {
    expect(parseExpectation(text)).toMatchObject({ sql, expectation });
  });

  test("says when, how severe, and what is tolerated", () => {
    expect(parseExpectation("back warn SELECT count(*) FROM a = 100 tolerate 2.5%")).toMatchObject({
      sql: "SELECT count(*) FROM a",
      moment: "back",
      severity: "warning",
      tolerance: { kind: "percent", amount: 2.5 },
    });
    expect(parseExpectation("SELECT count(*) FROM a = 0 except 3")).toMatchObject({ tolerance: { kind: "count", amount: 3 } });
  });

  test("is none without a value", () => {
    expect(parseExpectation("SELECT 1")).toBeNull();
    expect(parseExpectation("before SELECT count(*) FROM a =")).toBeNull();
  });
});
