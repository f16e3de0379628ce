import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TransactionShape } from "../../src/model/migration.js";
import type { PromiseOutcome } from "../../src/model/promise.js";
import { claimsOf } from "../../src/promises/claims-of.js";
import { judgePromises } from "../../src/promises/judge-promises.js";
import { questionsOf } from "../../src/promises/questions-of.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { promisesSchema } from "../../src/settings/promises.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { migration, rehearsal, startServer } from "./support.js";

const before = "create table orders (id int primary key, total int, old_total text);";
const seed = "insert into orders select n, n, n from generate_series(1, 50) n;";

interface Case {
  readonly up: string;
  readonly down?: string;
  readonly transaction?: TransactionShape;
  readonly promises?: readonly unknown[];
  readonly rows?: string;
  readonly thorough?: true;
}

describe.each(["auto", "pglite"] as const)("promises, asked on %s", (engine) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(engine);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const judged = async (each: Case) => {
    const { up, down = null, transaction = "file", promises = [], rows = seed } = each;
    const proposed = await readMigrations([migration("m1", up, down, transaction)], { serverMajor: 15 });
    const claims = claimsOf(promisesSchema.parse(promises), proposed);
    const brief = each.thorough !== true;
    const plan = { proposed, promises: questionsOf(claims), brief };
    const seen = await rehearsal(server, { before, seed: rows, up, plan });
    return { seen, outcomes: judgePromises(claims, seen) };
  };
  const outcomes = async (each: Case) => (await judged(each)).outcomes;
  const brief = ({ status, found, note }: PromiseOutcome) => [status, found, note];

  test("each moment sees its own rows", async () => {
    const sql = "select count(*) from orders";
    const told = await outcomes({
      up: "delete from orders where id <= 10",
      down: "insert into orders select n, n, n from generate_series(1, 9) n",
      promises: [{ sql, expect: 40, when: ["before", "after", "back"] }],
    });
    expect(told.map(({ moment, found, status }) => [moment, found, status])).toEqual([
      ["before", "50", "broken"],
      ["back", "49", "broken"],
      ["after", "40", "kept"],
    ]);
  });

  test.each(["file", "statement", "implicit", "all"] as const)(
    "a comment sees what stands in the middle, in shape %s",
    async (transaction) => {
      const up = `-- migration-gate: expect select sum(total) from orders = 100
update orders set total = 2;
update orders set total = 3;
-- migration-gate: expect select sum(total) from orders = 150`;
      const { seen, outcomes: told } = await judged({ up, transaction });
      expect(told.map(({ status, found, place }) => [place?.line, status, found])).toEqual([
        [4, "kept", "150"],
        [1, "kept", "100"],
      ]);
      expect(seen.steps.filter(({ phase }) => phase === "up").map(({ changes }) => changes[0]?.updated)).toEqual([50, 50]);
    },
  );

  test("what a question reads is not put down to the statement after it", async () => {
    const up = `-- migration-gate: expect select count(*) from orders = 50
create table marks (id int);
alter table orders add check (total > 0);`;
    const { seen, outcomes: told } = await judged({ up, transaction: "statement" });
    expect(told.map(({ status }) => status)).toEqual(["kept"]);
    const ups = seen.steps.filter(({ phase }) => phase === "up");
    expect(ups.map(({ scans }) => scans.map(({ rows }) => rows))).toEqual([[], [50]]);
  });

  test("a question can neither write, nor end its transaction, nor bring a second statement", async () => {
    const attempts = [
      "select 1; commit; drop table orders",
      "select 1; drop table orders",
      "with gone as (delete from orders returning id) select count(*) from gone",
      "drop table orders",
      "select nextval('numbers')",
      "select set_config('transaction_read_only', 'off', false)",
    ];
    const { seen, outcomes: told } = await judged({
      up: "create sequence numbers; update orders set total = 1 where id = 1",
      promises: attempts.map((sql) => ({ sql, expect: "anything" })),
    });
    expect(told.map(({ status }) => status)).toEqual(attempts.map(() => "broken"));
    expect(seen.outcome).toBe("completed");
    expect([...new Set(seen.schemaChanges.map(({ object }) => object))]).toEqual(["public.numbers"]);
    expect(seen.rerun.status).not.toBe("not-applicable");
  });

  // How answers are judged is the same on every engine.
  if (engine === "pglite") return;

  test("a query that the server refuses keeps no promise, and its message is told", async () => {
    const [told] = await outcomes({ up: "update orders set total = 1", promises: [{ sql: "select x from orders", expect: 1 }] });
    expect(told).toMatchObject({ status: "broken", note: expect.stringContaining('column "x" does not exist') });
  });

  test("what was not reached is untested: a failing up, a missing way back", async () => {
    const sql = "select count(*) from orders";
    const failing = await outcomes({ up: "update orders set total = 1 / 0", promises: [{ sql, expect: 50 }] });
    expect(failing).toMatchObject([{ status: "untested", note: expect.stringContaining("division by zero") }]);
    const oneWay = await outcomes({ up: "update orders set total = 1", promises: [{ sql, expect: 50, when: "back" }] });
    expect(oneWay).toMatchObject([{ status: "untested", note: expect.stringContaining("missing") }]);
  });

  test("existing rows are unchanged where rows are only added or written anew as they were", async () => {
    const promises = [{ unchanged: ["orders"] }];
    expect((await outcomes({ up: "insert into orders values (51, 1, '1')", promises })).map(brief)).toEqual([
      ["kept", "50 untouched, 1 added", null],
    ]);
    expect((await outcomes({ up: "update orders set total = total", promises })).map(brief)).toEqual([
      ["kept", "50 untouched", "50 rows written anew with the same values"],
    ]);
    expect((await outcomes({ up: "update orders set total = 0 where id = 7", promises })).map(brief)).toEqual([
      ["broken", "1 row altered, in total", null],
    ]);
    expect(
      (await outcomes({ up: "delete from orders where id = 7; insert into orders values (7, 7, '8')", promises })).map(brief),
    ).toEqual([["broken", "1 row deleted", null]]);
    expect(
      (await outcomes({ up: "update orders set total = 0", promises, rows: "select 1" })).map(({ status }) => status),
    ).toEqual(["untested"]);
  });

  test("a schema that is not as promised is told difference by difference", async () => {
    const told = await outcomes({
      up: "alter table orders add column owner varchar(20) not null default 'x', add column extra int; create index orders_owner_idx on orders (owner)",
      promises: [
        {
          schema: {
            tables: { orders: { columns: { owner: "varchar(20) not null default 'x'" }, indexes: ["orders_owner_idx"] } },
          },
        },
        {
          schema: {
            match: "exactly",
            tables: { orders: { columns: { id: "bigint", total: "int null", old_total: "text", owner: "varchar(20) null" } } },
          },
        },
        { schema: { tables: { gone: "absent", missing: {} } } },
      ],
    });
    expect(told.map(({ status, found }) => [status, found])).toEqual([
      ["broken", "column id is integer, not bigint; column owner refuses nulls; column extra was not promised"],
      ["broken", "the table is not there"],
      ["kept", "as promised"],
      ["kept", "no such table"],
    ]);
  });

  test("old and new column agree where both are written", async () => {
    const promises = [{ agree: { table: "orders", old: "old_total", new: "new_total" } }];
    const up = "alter table orders add column new_total text; update orders set new_total = old_total where id > 5;";
    expect((await outcomes({ up, promises })).map(({ status }) => status)).toEqual(["kept"]);
    expect((await outcomes({ up: `${up} update orders set new_total = 'x' where id in (8, 9);`, promises })).map(brief)).toEqual([
      ["broken", "2", null],
    ]);
  });

  test("an unfinished backfill says how much is left", async () => {
    const [told] = await outcomes({
      up: "alter table orders add column owner text; update orders set owner = 'nobody' where id <= 45",
      promises: [{ backfill: { table: "orders", "done-when": "owner is not null", placeholder: "owner = 'nobody'" } }],
    });
    expect(told).toMatchObject({ status: "broken", found: "5 left of 50 rows, 45 with placeholder values" });
  });

  test("a limit in milliseconds is untested on few rows; a plan is asked all the same", async () => {
    const speed = { sql: "select * from orders where total = 7", "at-most": "10 s", plan: { "no-seq-scan": "orders" } };
    const told = await outcomes({ up: "update orders set total = total", promises: [{ title: "fast", speed }] });
    expect(told.map(({ title, status, found }) => [title, status, status === "untested" ? null : found])).toEqual([
      ["fast: plan", "broken", "reads all of public.orders"],
      ["fast: time", "untested", null],
    ]);
    const indexed = await outcomes({
      up: "create index orders_total_idx on orders (total)",
      promises: [{ title: "fast", speed: { ...speed, "on-rows": 50 } }],
    });
    expect(indexed.map(({ title, status }) => [title, status])).toEqual([
      ["fast: plan", "broken"],
      ["fast: time", "kept"],
    ]);
  });

  test("waits of readers and writers count only with rows that make them wait", async () => {
    const promises = [{ load: { "writes-at-most": "10 min" } }];
    const [told] = await outcomes({ up: "update orders set total = 1", promises, thorough: true });
    expect(told?.status).toBe("untested");
  });
});
