import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runCommand } from "../../src/terminal/run-command.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

const approvals = { gate: async () => 0 as const, verify: async () => 0 as const, replay: async () => 0 as const };
const before = process.cwd();
let folder: TemporaryRepository;

beforeEach(() => {
  folder = TemporaryRepository.withGit();
  process.chdir(folder.directory);
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation(swallow);
});

afterEach(() => {
  process.chdir(before);
  vi.restoreAllMocks();
  folder[Symbol.dispose]();
});

test("what was there no longer holds, what comes anew does", async () => {
  folder.commit({ "db/1_old.sql": "UPDATE orders SET total = 1;\n" });
  const check = () => runCommand(["check", "db", "--engine", "none", "--baseline", "baseline.json"], approvals);
  expect(await check()).toBe(1);
  expect(await runCommand(["baseline", "db", "--engine", "none", "--baseline", "baseline.json"], approvals)).toBe(0);
  expect(JSON.parse(readFileSync(join(folder.directory, "baseline.json"), "utf8"))).toMatchObject({
    version: 1,
    findings: expect.arrayContaining([expect.objectContaining({ rule: "update-without-where", file: "db/1_old.sql" })]),
  });
  expect(await check()).toBe(0);
  folder.commit({ "db/2_new.sql": "DELETE FROM orders;\n" });
  expect(await check()).toBe(1);
});

/** Takes what is written, and says so to who waits for it. */
function swallow(_text: string | Uint8Array, ...rest: unknown[]): boolean {
  for (const done of rest) if (typeof done === "function") done();
  return true;
}
