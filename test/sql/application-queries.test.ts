import { describe, expect, test } from "vitest";
import { readApplicationQueries } from "../../src/sql/application-queries.js";

describe("files of queries", () => {
  test("give each statement its name and its place, in the ways that query tools write names", async () => {
    const text = `-- name: GetUser :one
select * from users where id = $1;

/* @name ListUsers */
select id from users where name = :name!;
-- :name add-user :! :n
insert into users (id, name) values (:v:id, :name);
select 1;
`;
    const { queries, skipped } = await readApplicationQueries([{ path: "db/queries.sql", text }]);
    expect(skipped).toEqual([]);
    expect(queries.map(({ name, place }) => `${name} ${place.file}:${place.line}`)).toEqual([
      "GetUser db/queries.sql:2",
      "ListUsers db/queries.sql:5",
      "add-user db/queries.sql:7",
      "null db/queries.sql:8",
    ]);
    expect(queries.map(({ readings }) => readings[0]?.sql)).toEqual([
      "select * from users where id = $1",
      "select id from users where name = $1",
      "insert into users (id, name) values ($1, $2)",
      "select 1",
    ]);
  });

  test.each([
    ["select a from t where b = ? and c in (?, ?) limit ?", "select a from t where b = $1 and c in ($2, $3) limit $4"],
    ["select a from t where b in ?", "select a from t where b in ($1)"],
    [
      "select a::text, ':x', \":y\" from t where b = :b -- :c\n or b2 = :b",
      "select a::text, ':x', \":y\" from t where b = $1 -- :c\n or b2 = $1",
    ],
    ["select a[1:2] from t where b=:b::int", "select a[1:2] from t where b=$1::int"],
    ["select a from t where b = @name and tags @> @tags and x <@ y", "select a from t where b = $1 and tags @> $2 and x <@ y"],
    [
      "select a from t where b = %s and c like 'x%%' and d %% 2 = 0",
      "select a from t where b = $1 and c like 'x%%' and d % 2 = 0",
    ],
    ["select a from t where b = %(b)s or c = %(c)s or d = %(b)s", "select a from t where b = $1 or c = $2 or d = $1"],
    ["select sqlc.embed(t) from t where b = sqlc.arg(b) and c = sqlc.narg('c')", "select t.* from t where b = $1 and c = $2"],
    ["select a from t where b = any(sqlc.slice(ids)) and c = $1", "select a from t where b = any($2) and c = $1"],
    [
      "select a from t where data ? 'key' and data ?| array['a'] and b = $1",
      "select a from t where data ? 'key' and data ?| array['a'] and b = $1",
    ],
    ["select a from t where data ? 'key' and b = ?", "select a from t where data ? 'key' and b = $1"],
    ["select a from t where data ?? 'key' and b = ?", "select a from t where data ? 'key' and b = $1"],
    ["select a % 2 from t where b @? '$.x' and c - 1 = 0", "select a % 2 from t where b @? '$.x' and c - 1 = 0"],
  ])("placeholders become numbers: %s", async (text, expected) => {
    const { queries } = await readApplicationQueries([{ path: "q.sql", text }]);
    expect(queries[0]?.readings[0]?.sql).toBe(expected);
  });

  test("what no server prepares is skipped with its reason", async () => {
    const text = "begin;\ncreate table t (id int);\nselect from where;\nvacuum t;\nselect * into x from t;\nselect 'open";
    const { queries, skipped } = await readApplicationQueries([{ path: "q.sql", text }]);
    expect(queries).toEqual([]);
    expect(skipped.map(({ place, reason }) => `${place.line} ${reason}`)).toEqual([
      "1 BEGIN is no query to prepare",
      "2 CREATE is no query to prepare",
      '3 syntax error at or near "where"',
      "4 VACUUM is no query to prepare",
      "5 SELECT INTO makes a table",
      "6 unterminated quoted string",
    ]);
  });

  test("INSERTs say which columns they fill", async () => {
    const text = `insert into app.t (a, "B") values ($1, $2);
insert into t values (1, 2), (3, 4);
insert into t select a, b from s;
insert into t select * from s;
insert into t default values;
with new as (insert into t (a) values (1) returning *) insert into u (b) select a from new;`;
    const { queries } = await readApplicationQueries([{ path: "q.sql", text }]);
    expect(queries.map(({ readings }) => readings[0]?.inserts.map(({ relation, columns }) => [relation.name, columns]))).toEqual([
      [["t", ["a", "B"]]],
      [["t", 2]],
      [["t", 2]],
      [["t", null]],
      [["t", []]],
      expect.arrayContaining([
        ["u", ["b"]],
        ["t", ["a"]],
      ]),
    ]);
  });
});

describe("exports of pg_stat_statements", () => {
  test("as CSV: quoted fields with line breaks, calls of the same text added up", async () => {
    const text =
      'userid,query,calls\r\n10,"select ""a""\r\nfrom t where b = $1",7\r\n11,"select ""a""\r\nfrom t where b = $1",5\r\n10,COMMIT,9\r\n10,select 1,2\r\n';
    const { queries, skipped } = await readApplicationQueries([{ path: "stat.csv", text }]);
    expect(queries.map(({ text: query, calls, place }) => [query, calls, place.line])).toEqual([
      ['select "a"\r\nfrom t where b = $1', 12, 2],
      ["select 1", 2, 7],
    ]);
    expect(skipped).toEqual([{ place: expect.objectContaining({ line: 6 }), reason: "COMMIT is no query to prepare" }]);
  });

  test("as JSON", async () => {
    const text = '[\n {"query": "select 1", "calls": 3},\n {"query": "set x = 1", "calls": "4"}\n]';
    const { queries, skipped } = await readApplicationQueries([{ path: "stat.json", text }]);
    expect(queries.map(({ text: query, calls, place }) => [query, calls, place.line])).toEqual([["select 1", 3, 2]]);
    expect(skipped.map(({ place, reason }) => [place.line, reason])).toEqual([[3, "SET is no query to prepare"]]);
  });

  test("that hold no queries say so", async () => {
    const files = [
      { path: "a.csv", text: "sql,calls\nselect 1,2\n" },
      { path: "b.json", text: "{" },
      { path: "c.json", text: '[{"sql": "select 1"}]' },
    ];
    const { queries, skipped } = await readApplicationQueries(files);
    expect(queries).toEqual([]);
    expect(skipped.map(({ place }) => place.file)).toEqual(["a.csv", "b.json", "c.json"]);
  });
});
