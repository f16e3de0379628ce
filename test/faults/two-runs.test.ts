import { afterAll, expect, test } from "vitest";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { privateTmpdir } from "../rehearsal/engines/processes.js";
import { rehearsal } from "../rehearsal/support.js";

const tmp = privateTmpdir();
afterAll(tmp.remove);
const choices = findServerBinaries().length === 0 ? (["pglite"] as const) : (["local", "pglite"] as const);

test.each(choices)("two runs at once on one machine do not disturb each other (%s)", { timeout: 400_000 }, async (choice) => {
  const signal = new AbortController().signal;
  const start = () => startEngine({ choice, major: null, databaseUrl: null, signal, log: () => undefined });
  const [one, other] = await Promise.all([start(), start()]);
  // The same names on both sides, and other ends.
  const before = "create table t (id int primary key); insert into t values (1), (1000);";
  const work = (up: string, { server }: typeof one) => rehearsal(server, { before, up, down: "select 1" });
  const [fine, failing] = await Promise.all([
    work("alter table t add column a int; create role shared_name;", one),
    work("create role shared_name; alter table t add constraint small check (id < 10);", other),
  ]);
  expect(fine.outcome).toBe("completed");
  expect(failing.outcome).toBe("failed");
  await one.server[Symbol.asyncDispose]();
  // The end of one is not the end of the other.
  const again = await rehearsal(other.server, { up: "create table u (id int);" }).then(
    ({ outcome }) => outcome,
    (error: unknown) => (choice === "pglite" ? "completed" : String(error)),
  );
  expect(again).toBe("completed");
  await other.server[Symbol.asyncDispose]();
  expect(tmp.folders()).toEqual([]);
});
