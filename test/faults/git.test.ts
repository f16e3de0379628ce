import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { openGit } from "../../src/repository/git.js";
import { runGit } from "../../src/repository/run-git.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

const FILES = { "db/1_a.sql": "SELECT 1;\n", "db/2_b.sql": "SELECT 2;\n" };

async function refusal(work: Promise<unknown>): Promise<ReportableError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ReportableError);
  if (!(error instanceof ReportableError)) throw error;
  return error;
}

async function opened(repository: TemporaryRepository) {
  const git = await openGit(repository.directory);
  if (git === null) throw new Error("there is a repository");
  return git;
}

describe("a damaged repository is told, and never read in part", () => {
  test.each(["lost", "emptied", "overwritten"])("an object of the base was %s", async (how) => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(FILES);
    const blob = repository.git("rev-parse", `${base}:db/1_a.sql`).trim();
    const path = join(repository.directory, ".git/objects", blob.slice(0, 2), blob.slice(2));
    chmodSync(path, 0o644);
    if (how === "lost") rmSync(path);
    else writeFileSync(path, how === "emptied" ? "" : "no object");
    const { code } = await refusal((await opened(repository)).filesAt(base, "db"));
    expect(code).toBe("repository/unreadable");
  });

  test("the tree of the base was lost", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(FILES);
    const tree = repository.git("rev-parse", `${base}^{tree}`).trim();
    rmSync(join(repository.directory, ".git/objects", tree.slice(0, 2), tree.slice(2)));
    expect((await refusal((await opened(repository)).pathsAt(base))).code).toBe("repository/unreadable");
  });

  test("HEAD names nothing", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(FILES);
    repository.write({ ".git/HEAD": "ref: refs/heads/gone\n" });
    expect((await refusal((await opened(repository)).forkPoint(base))).code).toBe("repository/unknown-revision");
  });

  test("the index is no index", async () => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(FILES);
    repository.write({ ".git/index": "garbage" });
    const git = await opened(repository);
    expect((await refusal(git.changedSince(base))).code).toBe("repository/unreadable");
    expect((await refusal(git.pathsAt(null))).code).toBe("repository/unreadable");
  });

  test("its configuration cannot be read", async () => {
    using repository = TemporaryRepository.withGit();
    repository.commit(FILES);
    repository.write({ ".git/config": "[core\n" });
    expect((await refusal(openGit(repository.directory))).message).toContain("bad config");
  });
});

describe("a revision", () => {
  test.each(["--output=/tmp/x", "-rf", "a..b", "@{99}", ":/x", "a b", "\u0001", "HEAD:db"])(
    "%j is a name that is not there, never an option",
    async (name) => {
      using repository = TemporaryRepository.withGit();
      repository.commit(FILES);
      expect((await refusal((await opened(repository)).resolve(name))).code).toBe("repository/unknown-revision");
    },
  );
});

describe("a hostile configuration runs nothing", () => {
  test.each([
    ["core.fsmonitor", "PROGRAM"],
    ["core.sshCommand", "PROGRAM"],
    ["core.pager", "PROGRAM"],
    ["diff.external", "PROGRAM"],
    ["credential.helper", "PROGRAM"],
    ["alias.diff", "!PROGRAM"],
    ["core.hooksPath", "HOOKS"],
  ])("%s", async (name, value) => {
    using repository = TemporaryRepository.withGit();
    const base = repository.commit(FILES);
    const program = join(repository.directory, ".git/evil");
    const mark = join(repository.directory, ".git/it-ran");
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`);
    chmodSync(program, 0o755);
    const hooks = join(repository.directory, ".git/evil-hooks");
    for (const hook of ["post-index-change", "fsmonitor-watchman", "reference-transaction"]) {
      repository.write({ [`.git/evil-hooks/${hook}`]: `#!/bin/sh\ntouch '${mark}'\n` });
      chmodSync(join(hooks, hook), 0o755);
    }
    repository.git("config", name, value.replace("PROGRAM", program).replace("HOOKS", hooks));
    repository.write({ "db/3_c.sql": "SELECT 3;\n", "db/2_b.sql": "SELECT 22;\n" });
    const git = await opened(repository);
    expect((await git.changedSince(base)).map(({ path }) => path).sort()).toEqual(["db/2_b.sql", "db/3_c.sql"]);
    expect((await git.filesAt(base, "db")).files).toHaveLength(2);
    await git.pathsAt(null);
    await git.forkPoint(base);
    expect(existsSync(mark)).toBe(false);
  });
});

test("without git there is no repository, and nothing else is guessed", async () => {
  using repository = TemporaryRepository.withGit();
  repository.commit(FILES);
  const path = process.env["PATH"];
  process.env["PATH"] = repository.directory;
  try {
    expect(await openGit(repository.directory)).toBeNull();
  } finally {
    process.env["PATH"] = path;
  }
});

test("a git that answers with something else is told", async () => {
  using repository = TemporaryRepository.withGit();
  repository.write({ "bin/git": "#!/bin/sh\necho 'fatal: detected dubious ownership in repository' >&2; exit 128\n" });
  chmodSync(join(repository.directory, "bin/git"), 0o755);
  const path = process.env["PATH"];
  process.env["PATH"] = `${join(repository.directory, "bin")}:${path}`;
  try {
    expect((await refusal(openGit(repository.directory))).message).toContain("dubious ownership");
  } finally {
    process.env["PATH"] = path;
  }
});

test("looking at a repository leaves it as it was", async () => {
  using repository = TemporaryRepository.withGit();
  const base = repository.commit(FILES);
  const before = readdirSync(join(repository.directory, ".git")).sort();
  const git = await opened(repository);
  await git.changedSince(base);
  await git.pathsAt(null);
  await runGit(repository.directory, ["status", "--porcelain"]);
  expect(readdirSync(join(repository.directory, ".git")).sort()).toEqual(before);
});
