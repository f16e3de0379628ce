import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";

/** A process that is there and no zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
  try {
    return /^State:\s+Z/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) === null;
  } catch {
    return process.platform !== "linux";
  }
}

/** Those of `pids` that are still there after `ms`. */
export async function survivors(pids: readonly number[], ms: number): Promise<readonly number[]> {
  const deadline = Date.now() + ms;
  while (pids.some(isAlive) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  return pids.filter(isAlive);
}

/** Processes below one; none where there is no /proc. */
export function descendants(of: number): readonly number[] {
  if (process.platform !== "linux") return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/u.test(entry))) {
    try {
      const ppid = /^PPid:\s+(\d+)/mu.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1];
      parents.set(Number(name), Number(ppid));
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): number[] =>
    [...parents].filter(([, ppid]) => ppid === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(of);
}

/** A temporary directory of this test file alone, so that other runs on this machine are not seen. */
export function privateTmpdir(): {
  readonly path: string;
  readonly folders: () => readonly string[];
  readonly remove: () => void;
} {
  const before = process.env["TMPDIR"];
  const path = realpathSync(mkdtempSync("/tmp/gate-t-"));
  // The server runs as another account when we are root.
  chmodSync(path, 0o777);
  process.env["TMPDIR"] = path;
  return {
    path,
    folders: () => readdirSync(path).filter((name) => name.startsWith("gate-pg-")),
    remove: () => {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
      rmSync(path, { recursive: true, force: true });
    },
  };
}
