import { describe, expect, it } from "vitest";
import {
  blocksReads,
  blocksWrites,
  conflict,
  lockModeOf,
  lockModes,
  sqlNameOf,
  strongest,
} from "../../src/postgres/lock-modes.js";

describe("lock modes", () => {
  it("tells what readers and writers wait for", () => {
    expect(lockModes.filter(blocksReads)).toEqual(["AccessExclusiveLock"]);
    expect(lockModes.filter(blocksWrites)).toEqual([
      "ShareLock",
      "ShareRowExclusiveLock",
      "ExclusiveLock",
      "AccessExclusiveLock",
    ]);
  });

  it("conflicts both ways", () => {
    for (const a of lockModes) for (const b of lockModes) expect(conflict(a, b), `${a} and ${b}`).toBe(conflict(b, a));
  });

  it("lets two index builds share a table, but not two VACUUMs", () => {
    expect(conflict("ShareLock", "ShareLock")).toBe(false);
    expect(conflict("ShareUpdateExclusiveLock", "ShareUpdateExclusiveLock")).toBe(true);
  });

  it("reads and writes the names that LOCK TABLE uses", () => {
    expect(sqlNameOf("ShareUpdateExclusiveLock")).toBe("SHARE UPDATE EXCLUSIVE");
    for (const mode of lockModes) expect(lockModeOf(sqlNameOf(mode))).toBe(mode);
    expect(lockModeOf("access exclusive mode")).toBe("AccessExclusiveLock");
    expect(lockModeOf("sideways")).toBeUndefined();
  });

  it("picks the strongest", () => {
    expect(strongest("RowExclusiveLock", "ShareLock", "AccessShareLock")).toBe("ShareLock");
  });
});
