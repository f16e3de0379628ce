import { readFileSync } from "node:fs";

/** Bytes that a process alone holds, without those of files and what it shares; 0 where it is gone. */
export function memoryOf(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
