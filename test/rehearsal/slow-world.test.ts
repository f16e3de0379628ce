import { expect, test } from "vitest";
import { rehearsal, startServer } from "./support.js";

const UP = "alter table orders alter column note set not null";
const SHOP = "create table orders (id int primary key, note text); insert into orders values (1, 'n'); select pg_sleep(2);";
const LARGE = `create table files (body text); alter table files alter column body set storage external;
  insert into files select repeat('x', 1000000) from generate_series(1, 110);`;

test("the embedded engine copies a world that takes long to build, and asks all its questions there", async () => {
  await using server = await startServer("pglite");
  const slow = await rehearsal(server, { before: SHOP, up: UP });
  expect(slow.awkward?.failures.map(({ error }) => error.sqlstate)).toEqual(["23502"]);
  expect(slow.engine.cannotSee.join()).not.toContain("rows as awkward as the schema allows");
});

test("what it leaves out, because its world takes long to build and is too large to copy, is told", async () => {
  await using server = await startServer("pglite");
  const large = await rehearsal(server, { before: `${LARGE} ${SHOP}`, up: UP });
  expect(large.awkward).toBeNull();
  expect(large.engine.cannotSee.join()).toContain("rows as awkward as the schema allows");
});
