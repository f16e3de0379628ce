import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A directory of its own, with or without git; gone after the test. */
export class TemporaryRepository implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), "migration-gate-test-"));

  static withGit(): TemporaryRepository {
    const repository = new TemporaryRepository();
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  git(...args: readonly string[]): string {
    const identity = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.com",
      "-c",
      "commit.gpgsign=false",
      "-c",
      "core.autocrlf=false",
    ];
    return execFileSync("git", [...identity, ...args], {
      cwd: this.directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  write(files: Readonly<Record<string, string | Uint8Array | null>>): this {
    for (const [path, content] of Object.entries(files)) {
      const full = join(this.directory, path);
      mkdirSync(dirname(full), { recursive: true });
      if (content === null) rmSync(full);
      else writeFileSync(full, content);
    }
    return this;
  }

  commit(files: Readonly<Record<string, string | Uint8Array | null>>): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "work");
    return this.git("rev-parse", "HEAD").trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
