import { afterEach, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { rehearsal, startServer } from "./support.js";

let server: Server | undefined;
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});

const before = "create table t (id int primary key); insert into t values (1);";

/** Acts a moment after the world stands and the change has begun. */
function onceApplying(action: () => void, afterMs: number): (message: string) => void {
  return (message) => {
    if (message.startsWith("Applying the")) setTimeout(action, afterMs);
  };
}

describe("a rehearsal that does not come to its end", () => {
  test("stops at its time limit, and keeps what was reached", async () => {
    server = await startServer();
    const limit = new AbortController();
    const result = await rehearsal(server, {
      before,
      transaction: "statement",
      up: "alter table t add column a int; select pg_sleep(60);",
      signal: limit.signal,
      plan: { progress: onceApplying(() => limit.abort(new DOMException("time is up", "TimeoutError")), 2_000) },
    });
    expect(result.outcome).toBe("stopped");
    expect(result.outcomeReason).toBe("The rehearsal reached its time limit.");
    expect(result.base?.tables.get("public.t")?.rows).toBe(1);
    expect(result.steps[0]).toMatchObject({ phase: "up", statement: 0, error: null });
    expect(result.rollback.status).toBe("not-applicable");
  });

  test("stops when its signal was given before it began", async () => {
    server = await startServer();
    const result = await rehearsal(server, { before, up: "select 1", signal: AbortSignal.abort() });
    expect(result).toMatchObject({ outcome: "stopped", outcomeReason: "The rehearsal was stopped from outside.", steps: [] });
  });

  test("stops when the server is lost in the middle", async () => {
    const doomed = await startServer();
    let ending: PromiseLike<void> | undefined;
    const end = () => {
      ending = doomed[Symbol.asyncDispose]();
    };
    const result = await rehearsal(doomed, { before, up: "select pg_sleep(60)", plan: { progress: onceApplying(end, 500) } });
    await ending;
    expect(result.outcome).toBe("stopped");
    expect(result.outcomeReason).toMatch(/^The rehearsal server was lost: /u);
  });
});
