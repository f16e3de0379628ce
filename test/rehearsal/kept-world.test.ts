import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { worldDigest, worldParts } from "../../src/rehearsal/world-parts.js";
import { splitSqlFile } from "../../src/sql/sql-file.js";
import { rehearsal } from "./support.js";

/** Slow enough to be worth keeping, and it tells by a row of how often it was built. */
const BEFORE =
  "create role reader; create table t (id int primary key, n int); insert into t values (1, 1); select pg_sleep(0.6);";
const UP = "alter table t add column m int";
const DOWN = "alter table t drop column m";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "gate-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function digestOf(before: string): string {
  const schema = [splitSqlFile({ path: "before.sql", text: before })];
  const script = (text: string) => splitSqlFile({ path: "m", text });
  const proposed = [{ up: script(UP), down: script(DOWN) }];
  return worldDigest(worldParts({ prelude: [], schema, settled: [], seed: [], proposed }), null);
}

async function rehearsed(before = BEFORE, digest = digestOf(before)) {
  const server = await start(digest);
  try {
    const result = await rehearsal(server, { before, up: UP, down: DOWN, plan: { brief: true } });
    const { timings: _, rollback, steps, ...rest } = result;
    const seen = {
      ...rest,
      rollback: { ...rollback, durationMs: null },
      steps: steps.map(({ error, locks }) => ({ error, locks: locks.map(({ mode }) => mode) })),
    };
    return { beganWith: server.kept ?? null, seen };
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

async function start(digest: string): Promise<Server> {
  const signal = new AbortController().signal;
  const keep = { folder, digest };
  return (await startEngine({ choice: "local", major: null, databaseUrl: null, signal, keep, log: () => undefined })).server;
}

function kept(): string[] {
  return readdirSync(folder);
}

describe.skipIf(findServerBinaries().length === 0)("a kept world", () => {
  test("is begun with by the next run, which sees the same", async () => {
    const first = await rehearsed();
    expect(first.beganWith).toBeNull();
    expect(kept()).toHaveLength(1);
    const second = await rehearsed();
    expect(second.beganWith).not.toBeNull();
    expect(second.seen).toEqual(first.seen);
    expect(second.seen.outcome).toBe("completed");
  });

  test("is not taken for another one", async () => {
    await rehearsed();
    const other = BEFORE.replace("values (1, 1)", "values (2, 2)");
    expect((await rehearsed(other)).beganWith).toBeNull();
    expect(kept()).toHaveLength(2);
  });

  test("that the server began with is not used by a plan of another digest", async () => {
    await rehearsed();
    const other = await rehearsed(`${BEFORE} create table later (id int)`, digestOf(BEFORE));
    expect(other.beganWith).not.toBeNull();
    expect([...(other.seen.base?.tables.keys() ?? [])]).toEqual(["public.later", "public.t"]);
  });

  test.each(["cut off", "changed"])("that is %s is built anew", async (damage) => {
    const { seen } = await rehearsed();
    const path = join(folder, kept()[0] ?? "");
    const bytes = readFileSync(path);
    if (damage === "changed") bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
    writeFileSync(path, damage === "changed" ? bytes : bytes.subarray(0, bytes.length - 1_000));
    const again = await rehearsed();
    expect(again.beganWith).toBeNull();
    expect(again.seen).toEqual(seen);
    expect((await rehearsed()).beganWith).not.toBeNull();
  });

  test("is not kept where a file failed", async () => {
    const { seen } = await rehearsed(`${BEFORE} select 1 / 0;`);
    expect(seen.worldProblems).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  test("is whole after two runs at once kept it", async () => {
    await Promise.all([rehearsed(), rehearsed()]);
    expect(kept()).toHaveLength(1);
    expect((await rehearsed()).beganWith).not.toBeNull();
  });

  test("is not believed from a place where the change could have put it", async () => {
    execFileSync("git", ["init", "--quiet", folder]);
    folder = join(folder, "cache");
    mkdirSync(folder);
    await expect(rehearsed()).rejects.toMatchObject({ code: "settings/invalid" });
    folder = join(folder, "..");
  });

  test("is not believed where others may write", async () => {
    chmodSync(folder, 0o777);
    await expect(rehearsed()).rejects.toMatchObject({ code: "settings/invalid" });
  });
});
