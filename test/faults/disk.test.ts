import { execFile, spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { readTextIfPresent } from "../../src/repository/read-text.js";
import { writeText } from "../../src/repository/write-text.js";

const folder = mkdtempSync(join(tmpdir(), "gate-disk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ReportableError)) throw error ?? new Error("it went through");
  return error.code;
}

describe("a report that cannot be written is told, and nothing of it stays", () => {
  test.each([
    ["a file stands where its folder should be", () => writeFileSync(join(folder, "file"), "x"), "file/report.json"],
    ["its name is a folder", () => mkdirSync(join(folder, "taken")), "taken"],
    ["its name is too long", () => undefined, "n".repeat(300)],
    ["its name holds a NUL", () => undefined, "a\0b"],
    ["a link leads in a circle", () => symlinkSync("circle", join(folder, "circle")), "circle/report.json"],
  ])("%s", async (_, prepare, name) => {
    prepare();
    expect(await codeOf(writeText(join(folder, name), "{}"))).toBe("report/unwritable");
    expect(readdirSync(folder, { recursive: true }).filter((each) => String(each).endsWith(".tmp"))).toEqual([]);
  });

  test("a pipe gets the text, and stays a pipe", async (context) => {
    const path = join(folder, "pipe");
    if (spawnSync("mkfifo", [path]).status !== 0) context.skip("no mkfifo");
    const reader = promisify(execFile)("cat", [path]);
    await writeText(path, "told");
    expect((await reader).stdout).toBe("told");
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(readdirSync(folder).filter((each) => each.endsWith(".tmp"))).toEqual([]);
  });

  test("the disk is full: what stood there before still stands there", async (context) => {
    const disk = join(folder, "small");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", disk]).status === 0;
    if (!mounted) context.skip("this account may not mount a small disk");
    try {
      const path = join(disk, "report.json");
      await writeText(path, "before");
      expect(await codeOf(writeText(path, "x".repeat(1_000_000)))).toBe("report/unwritable");
      expect(readFileSync(path, "utf8")).toBe("before");
      expect(readdirSync(disk)).toEqual(["report.json"]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });

  test("the disk is read-only", async (context) => {
    const disk = join(folder, "locked");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "ro,size=64k", "none", disk]).status === 0;
    if (!mounted) context.skip("this account may not mount a disk");
    try {
      expect(await codeOf(writeText(join(disk, "report.json"), "{}"))).toBe("report/unwritable");
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

describe("a file that cannot be read is told, and is not taken for one that is not there", () => {
  test("it is a folder", async () => {
    expect(await codeOf(readTextIfPresent(folder))).toBe("repository/unreadable");
  });
  test("it is a link in a circle", async () => {
    symlinkSync("around", join(folder, "around"));
    expect(await codeOf(readTextIfPresent(join(folder, "around")))).toBe("repository/unreadable");
  });
  test("it is not there", async () => {
    expect(await readTextIfPresent(join(folder, "nothing"))).toBeNull();
  });
});
