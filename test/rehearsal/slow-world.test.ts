import { expect, test } from "vitest";
import { rehearsal, startServer } from "./support.js";

test("what the embedded engine leaves out, because its world takes long to build, is told", async () => {
  await using server = await startServer("pglite");
  const up = "alter table orders alter column note set not null";
  const shop = "create table orders (id int primary key, note text); insert into orders values (1, 'n');";
  const slow = await rehearsal(server, { before: `${shop} select pg_sleep(2);`, up });
  expect(slow.awkward).toBeNull();
  expect(slow.engine.cannotSee.join()).toContain("rows as awkward as the schema allows");
});
