import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileProgram } from "../rehearsal/compiled-program.js";
import { descendants, privateTmpdir, survivors } from "../rehearsal/engines/processes.js";

const tmp = privateTmpdir();
let program: string;
let folder: string;
beforeAll(() => {
  program = compileProgram(tmp.path);
  folder = mkdtempSync(join(tmp.path, "project-"));
  for (const path of [folder, join(program, "../..")]) chmodSync(path, 0o755);
  writeFileSync(
    join(folder, "schema.sql"),
    "create table t (id int primary key);\ninsert into t select generate_series(1, 2000);\n",
  );
  writeFileSync(
    join(folder, "change.up.sql"),
    "alter table t add column a int;\nselect pg_sleep(0.3);\ncreate index on t (a);\n",
  );
  writeFileSync(join(folder, "change.down.sql"), "select pg_sleep(0.3);\nalter table t drop column a;\n");
});
afterAll(tmp.remove);

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
// Moments of every phase, the same in each run of the test.
const moments = fc.sample(fc.tuple(fc.constantFrom(...SIGNALS), fc.constantFrom("auto", "pglite"), fc.nat(6_000)), {
  numRuns: 8,
  seed: 7,
});

test.each(moments)("%s to a check on %s after %i ms: no pass, and nothing left", async (signal, engine, ms) => {
  const args = [program, "check", "change.up.sql", "--schema", "schema.sql", "--engine", engine];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
  const ended = once(child, "exit");
  await Promise.race([sleep(ms), ended]);
  const below = descendants(child.pid ?? 0);
  const early = child.exitCode === null && child.kill(signal);
  const [status] = await ended;
  if (early) expect(status).not.toBe(0);
  expect(await survivors(below, 10_000)).toEqual([]);
  expect(readdirSync(tmp.path).filter((name) => name.startsWith("gate-pg"))).toEqual([]);
});
