import { afterAll, beforeAll, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const before = "create table people (id int primary key, name text); insert into people values (1, 'a'), (2, 'b');";

test("rows that a NOT VALID check refuses are seen, once they are new", async () => {
  const broken = "alter table people add constraint no_b check (name <> 'b') not valid";
  const kept = "alter table people add constraint no_c check (name <> 'c') not valid";
  const change = await rehearsal(server, { before, up: `${broken}; ${kept};` });
  expect(change.brokenChecks).toEqual([{ relation: "public.people", constraint: "no_b" }]);
  const later = await rehearsal(server, { before: `${before} ${broken};`, up: "alter table people add column age int" });
  expect(later.brokenChecks).toEqual([]);
});

test("what a check calls runs with the rights of the migration, and changes nothing", async () => {
  const body = `begin
    if (select rolsuper from pg_roles where rolname = current_user) then raise 'a superuser'; end if;
    begin insert into people values (x + 10, 'made by the check'); exception when others then null; end;
    return false;
  end`;
  const { brokenChecks, rowChanges } = await rehearsal(server, {
    before,
    up: `create function refuses(x int) returns bool language plpgsql as $$ ${body} $$;
      alter table people add constraint none_at_all check (refuses(id)) not valid;`,
  });
  expect(brokenChecks).toEqual([{ relation: "public.people", constraint: "none_at_all" }]);
  expect(rowChanges).toEqual([]);
});
