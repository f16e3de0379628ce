import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { endOrphans } from "./end-orphans.js";
import type { ServerAccount } from "./server-account.js";

export const FOLDER_PREFIX = "gate-pg-";

/** Names the process that a folder belongs to, and the world in which its number means anything. */
const OWNER_FILE = "owner";

export function claim(folder: string): void {
  writeFileSync(join(folder, OWNER_FILE), `${world()}\n${process.pid}\n`);
}

/**
 * Removes the folders of runs that were killed: those of our account whose process and whose server are gone. One in doubt
 * stays (another machine or container on the same disk, a number that was given again, a folder without an owner). Never throws.
 */
export function removeAbandoned(root: string, account: ServerAccount | null): void {
  const uids = [process.getuid?.(), account?.uid];
  for (const name of namesIn(root).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(root, name);
    try {
      const status = lstatSync(folder);
      if (!status.isDirectory() || !uids.includes(status.uid)) continue;
      const [where, pid] = readFileSync(join(folder, OWNER_FILE), "utf8").split("\n");
      if (where !== world() || !isGone(Number(pid)) || !isGone(serverOf(folder))) continue;
      endOrphans(join(folder, "data"));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run was faster, or it is none of ours.
    }
  }
}

function namesIn(root: string): readonly string[] {
  try {
    return readdirSync(root);
  } catch {
    // Who then makes a folder there is told why it cannot.
    return [];
  }
}

/** Its process number; 0 where none was ever started. */
function serverOf(folder: string): number {
  try {
    return Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return 0;
  }
}

function isGone(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function world(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
