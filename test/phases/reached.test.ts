import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { GitRepository } from "../dist/git-repository.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function git(folder: string, day: string, ...args: string[]): void {
  const at = `${day}T12:00:00Z`;
  const author = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const env = { ...process.env, ...author, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  execFileSync("git", args, { cwd: folder, env, stdio: "pipe" });
}

/** `main` with a migration of January 1, and one written on January 2 in a branch that was merged on January 20. */
function merged(): GitRepository {
  const repository = new GitRepository();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(repository.folder, path)), { recursive: true });
    writeFileSync(join(repository.folder, path), text);
  };
  git(repository.folder, "2026-01-01", "checkout", "-q", "-B", "trunk");
  write("m/1_a.sql", "CREATE TABLE a (id int);");
  git(repository.folder, "2026-01-01", "add", ".");
  git(repository.folder, "2026-01-01", "commit", "-qm", "a");
  git(repository.folder, "2026-01-01", "checkout", "-qb", "side");
  write("m/2_b.sql", "ALTER TABLE a ADD COLUMN b int;");
  git(repository.folder, "2026-01-02", "add", ".");
  git(repository.folder, "2026-01-02", "commit", "-qm", "b");
  git(repository.folder, "2026-01-02", "checkout", "-q", "trunk");
  write("m/0_note.txt", "x");
  git(repository.folder, "2026-01-03", "add", ".");
  git(repository.folder, "2026-01-03", "commit", "-qm", "note");
  git(repository.folder, "2026-01-20", "merge", "-q", "--no-ff", "-m", "merge", "side");
  return repository;
}

describe("when a migration reached the base", () => {
  test("is the day of the merge, not the day on which it was written", async () => {
    using repository = merged();
    const reached = await diskRepository(repository.folder).reached?.("trunk", ["m/1_a.sql", "m/2_b.sql", "m/3_c.sql"]);
    expect(reached?.get("m/1_a.sql")).toEqual({ at: "2026-01-01T12:00:00.000Z", exact: true });
    expect(reached?.get("m/2_b.sql")).toEqual({ at: "2026-01-20T12:00:00.000Z", exact: true });
    expect(reached?.has("m/3_c.sql")).toBe(false);
  });

  test("a clone that ends before it knows a bound only", async () => {
    using repository = merged();
    const folder = mkdtempSync(join(tmpdir(), "shallow-"));
    folders.push(folder);
    execFileSync("git", ["clone", "-q", "--depth", "1", "-b", "trunk", `file://${repository.folder}`, folder], { stdio: "pipe" });
    const reached = await diskRepository(folder).reached?.("trunk", ["m/1_a.sql"]);
    expect(reached?.get("m/1_a.sql")).toEqual({ at: "2026-01-20T12:00:00.000Z", exact: false });
  });

  test("messages are those of the commits that the change adds", async () => {
    using repository = merged();
    git(repository.folder, "2026-01-21", "checkout", "-qb", "change");
    git(repository.folder, "2026-01-21", "commit", "-q", "--allow-empty", "-m", "907 rows", "-m", "459 a + 290 b + 10 c = 907");
    const messages = await diskRepository(repository.folder).messages?.("trunk");
    expect(messages?.map(({ text }) => text)).toEqual(["907 rows\n\n459 a + 290 b + 10 c = 907"]);
  });
});
