import { describe, expect, test } from "vitest";
import type { RowBound } from "../../../src/model/operation.js";
import { operations } from "../read.js";
import { check, name } from "./check.js";

describe("rows", () => {
  check([
    [
      "INSERT INTO s.t (a, b) VALUES (1, 'x'), (2, 'y'::kind), (f(), NULL) ON CONFLICT DO NOTHING",
      {
        kind: "insert",
        table: name("s.t"),
        columns: ["a", "b"],
        rows: 3,
        source: "values",
        onConflict: "nothing",
        reads: [],
        literals: [
          [null, "x"],
          [null, "y"],
          [null, null],
        ],
      },
    ],
    [
      "INSERT INTO t SELECT * FROM a JOIN b USING (x)",
      { rows: null, source: "select", columns: [], reads: [name("a"), name("b")], literals: [] },
    ],
    ["INSERT INTO t DEFAULT VALUES", { rows: 1, source: "default" }],
    ["INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2", { onConflict: "update", rows: 1 }],
    [
      "UPDATE s.t SET a = 1, b = (SELECT max(x) FROM o) FROM p WHERE t.id = p.id RETURNING t.id",
      {
        kind: "update",
        table: name("s.t"),
        columns: ["a", "b"],
        bounded: "filter",
        reads: [name("o"), name("p")],
        where: { text: "t.id = p.id" },
      },
    ],
    ["DELETE FROM t USING u WHERE t.x = u.x", { kind: "delete", table: name("t"), bounded: "filter", reads: [name("u")] }],
    ["DELETE FROM t", { kind: "delete", where: null, bounded: "all", reads: [] }],
    ["MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", { kind: "merge", table: name("t"), reads: [name("s")] }],
    [
      "WITH gone AS (DELETE FROM a WHERE x > 1 RETURNING *), more AS (SELECT * FROM c) INSERT INTO b SELECT * FROM gone, more",
      { kind: "delete", table: name("a"), bounded: "filter", where: { text: "x > 1" } },
      { kind: "insert", table: name("b"), reads: [name("c")] },
    ],
    [
      "WITH x AS (INSERT INTO a VALUES (1) RETURNING *) SELECT * FROM x",
      { kind: "insert", table: name("a") },
      { kind: "select", reads: [] },
    ],
    ["COPY s.t (a) FROM STDIN", { kind: "copy", table: name("s.t"), direction: "from", source: "stdin" }],
    ["COPY (SELECT 1) TO '/tmp/x'", { kind: "copy", table: null, direction: "to", source: "file" }],
    ["COPY t FROM PROGRAM 'id'", { kind: "copy", source: "program" }],
    [
      "SELECT pg_catalog.setval('q', 5), count(*) FROM t FOR UPDATE",
      { kind: "select", reads: [name("t")], calls: [name("pg_catalog.setval"), name("count")], locksRows: true },
    ],
    ["VALUES (1)", { kind: "select", reads: [], calls: [], locksRows: false }],
    ["EXPLAIN DELETE FROM t", { kind: "select" }],
    ["EXPLAIN ANALYZE DELETE FROM t", { kind: "delete" }],
    ["CALL s.p(1)", { kind: "call", routine: name("s.p") }],
  ]);

  test("of a long INSERT all rows are counted", async () => {
    const values = Array.from({ length: 5000 }, (_, row) => `(${row}, 'x')`).join(", ");
    const [operation] = await operations(`INSERT INTO t VALUES ${values}`);
    expect(operation).toMatchObject({ kind: "insert", rows: 5000 });
  });
});

describe("how many rows a WHERE lets through", () => {
  const bounds: readonly (readonly [where: string, bound: RowBound])[] = [
    ["true", "all"],
    ["1 = 1", "all"],
    ["'a' = 'a'", "all"],
    ["id = id", "all"],
    ["t.id = t.id", "all"],
    ["id IS NOT NULL", "all"],
    ["NOT false", "all"],
    ["NOT (1 = 2)", "all"],
    ["1 = 1 OR a = 5", "all"],
    ["true AND id IS NOT NULL", "all"],
    ["id > 0", "all"],
    ["id IN (SELECT id FROM t)", "all"],
    ["id = 5", "key"],
    ["5 = id", "key"],
    ["id = 'abc'::uuid", "key"],
    ["id IN (1, 2, 3)", "key"],
    ["id = ANY (ARRAY[1, 2])", "key"],
    ["name = 'admin' AND active", "key"],
    ["a = 1 OR a = 2", "key"],
    ["false", "key"],
    ["id BETWEEN 1 AND 1000", "range"],
    ["id >= 1 AND id < 1000", "range"],
    ["1000 > id AND id >= 1 AND x IS NULL", "range"],
    ["id IN (SELECT id FROM t WHERE x IS NULL LIMIT 100)", "range"],
    ["ctid = ANY (ARRAY(SELECT ctid FROM t LIMIT 10))", "range"],
    ["a IS NULL", "filter"],
    ["deleted_at IS NOT NULL", "filter"],
    ["active = true", "filter"],
    ["active", "filter"],
    ["created_at < now()", "filter"],
    ["id > 1000", "filter"],
    ["id IN (SELECT other_id FROM other)", "filter"],
    ["a = b", "filter"],
    ["a = 5 OR b > 3", "filter"],
    ["NOT (a = 5)", "filter"],
    ["a <> 5", "filter"],
  ];
  test.each(bounds)("%s → %s", async (where, bounded) => {
    expect(await operations(`UPDATE t SET a = 1 WHERE ${where}`)).toMatchObject([{ bounded, where: { text: where } }]);
    expect(await operations(`DELETE FROM s.t WHERE ${where}`)).toMatchObject([{ bounded }]);
  });

  test.each([
    ["a self join on the key is the whole table", "UPDATE t SET a = o.b FROM t AS o WHERE t.id = o.id", "all"],
    ["a self join with a condition is not", "UPDATE t SET a = o.b FROM t AS o WHERE t.id = o.id AND o.x > 3", "filter"],
    ["a join without a condition is the whole table", "DELETE FROM t USING u", "all"],
    [
      "a batch in WITH",
      "WITH batch AS (SELECT id FROM t LIMIT 1000) UPDATE t SET a = 1 FROM batch WHERE t.id = batch.id",
      "range",
    ],
    ["a batch in FROM", "UPDATE t SET a = 1 FROM (SELECT id FROM t ORDER BY id LIMIT 5) AS b WHERE b.id = t.id", "range"],
    ["an alias of the table", "DELETE FROM t AS x WHERE x.id = x.id", "all"],
    ["a condition on another table alone, which lets through all or none", "DELETE FROM t USING u WHERE u.id = 5", "all"],
    ["a column of another table", "DELETE FROM t USING u WHERE u.id = t.b", "filter"],
    [
      "a list too long to be a few rows",
      `DELETE FROM t WHERE id IN (${Array.from({ length: 200 }, (_, at) => at).join(",")})`,
      "filter",
    ],
  ])("%s", async (_title, sql, bounded) => {
    expect((await operations(sql)).at(-1)).toMatchObject({ bounded });
  });
});
