import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer } from "./support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const before = `
  create type state as enum ('new', 'done');
  create table tasks (id int primary key, state state not null, title varchar(20) not null);
  insert into tasks select g, 'new', 'task ' || g from generate_series(1, 5) g;`;

describe("going back after the application has written rows on the new schema", () => {
  test("stops at a label that only the change knows", async (context) => {
    if (server.engineId === "pglite") return context.skip("needs a server that copies databases");
    const { rollback, awkward, newerRows } = await rehearsal(server, {
      before,
      up: "alter type state rename to old_state; create type state as enum ('new', 'done', 'late'); alter table tasks alter state type state using state::text::state; drop type old_state;",
      down: "alter type state rename to new_state; create type state as enum ('new', 'done'); alter table tasks alter state type state using state::text::state; drop type new_state;",
    });
    expect(rollback.status).toBe("exact");
    expect(awkward?.back?.error).toBeNull();
    expect(newerRows?.filled.map(({ relation }) => relation)).toEqual(["public.tasks"]);
    expect(newerRows?.error).toMatchObject({ migration: "m1", statement: 2, sqlstate: "22P02" });
  });

  test("finds the rows under the table's new name", async (context) => {
    if (server.engineId === "pglite") return context.skip("needs a server that copies databases");
    const { rollback, newerRows } = await rehearsal(server, {
      before,
      up: "alter table tasks alter title drop not null; alter table tasks rename to jobs;",
      down: "alter table jobs rename to tasks; alter table tasks alter title set not null;",
    });
    expect(rollback.status).toBe("exact");
    expect(newerRows?.filled.map(({ relation }) => relation)).toEqual(["public.jobs"]);
    expect(newerRows?.error).toMatchObject({ statement: 1, sqlstate: "23502" });
  });

  test("goes through where the way back looks after such rows", async (context) => {
    if (server.engineId === "pglite") return context.skip("needs a server that copies databases");
    const { newerRows } = await rehearsal(server, {
      before,
      up: "alter table tasks alter title drop not null",
      down: "update tasks set title = '' where title is null; alter table tasks alter title set not null",
    });
    expect(newerRows?.error).toBeNull();
  });

  test("is not tried where the way back only drops things, or stops without such rows", async () => {
    const dropped = await rehearsal(server, {
      before,
      up: "alter table tasks add column due date",
      down: "alter table tasks drop column due",
    });
    expect(dropped.newerRows).toBeUndefined();
    const failing = await rehearsal(server, {
      before,
      up: "alter table tasks alter title drop not null",
      down: "alter table tasks alter title set not null; drop table nowhere",
    });
    expect(failing.rollback.status).toBe("fails");
    expect(failing.newerRows).toBeUndefined();
  });
});
