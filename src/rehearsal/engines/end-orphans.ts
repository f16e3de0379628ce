import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Ends what a server leaves that was killed: backends see its death only where they wait, never in a loop, and the few
 * bytes of shared memory that mark its data directory as used stay. Found by their working directory; on Linux alone.
 */
export function endOrphans(data: string): void {
  if (process.platform !== "linux") return;
  for (const pid of backendsIn(data)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
  releaseSegment(data);
}

function backendsIn(data: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === data;
      } catch {
        // Another account's, or gone.
        return false;
      }
    })
    .map(Number);
}

/** Key and number of the segment stand in line 7 of postmaster.pid (PostgreSQL source, pidfile.h), which a clean end removes. */
function releaseSegment(data: string): void {
  try {
    const [, id] = readFileSync(`${data}/postmaster.pid`, "utf8").split("\n")[6]?.trim().split(/\s+/u) ?? [];
    if (id !== undefined && /^\d+$/u.test(id)) execFileSync("ipcrm", ["-m", id], { stdio: "ignore", timeout: 2_000 });
  } catch {
    // A clean end, or a machine without ipcrm, which keeps 56 bytes.
  }
}
