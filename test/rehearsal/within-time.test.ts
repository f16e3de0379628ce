import { describe, expect, test, vi } from "vitest";
import type { OpenDatabase } from "../../src/rehearsal/open-database.js";
import { Stopped } from "../../src/rehearsal/stopped.js";
import { withinTime } from "../../src/rehearsal/within-time.js";

function stageOf(ending: AbortSignal) {
  const drop = vi.fn(async () => undefined);
  const open = { database: { drop } } as unknown as OpenDatabase;
  return { drop, stage: { ending, another: async () => open } };
}

describe("withinTime", () => {
  test("gives what the work gives, and drops the copy", async () => {
    const { stage, drop } = stageOf(new AbortController().signal);
    // What a change took is no whole number of milliseconds.
    await expect(withinTime(stage, 0.618, async () => "done")).resolves.toBe("done");
    expect(drop).toHaveBeenCalledOnce();
  });

  test("work that was ended for its time alone has no result", async () => {
    const { stage, drop } = stageOf(new AbortController().signal);
    const ended = withinTime(stage, 1, () => Promise.reject(new Stopped(AbortSignal.abort())));
    await expect(ended).resolves.toBeNull();
    expect(drop).toHaveBeenCalledOnce();
  });

  test("the end of the rehearsal, and a defect, end it", async () => {
    const { stage } = stageOf(AbortSignal.abort());
    await expect(withinTime(stage, 1, () => Promise.reject(new Stopped(stage.ending)))).rejects.toThrow(Stopped);
    await expect(withinTime(stage, 1, () => Promise.reject(new TypeError("no")))).rejects.toThrow(TypeError);
  });
});
