import { spawnSync } from "node:child_process";

/** Whether a tool can be started; where it cannot, its tests say «skipped». */
export function toolInPath(tool: string, ...args: readonly string[]): boolean {
  return spawnSync(tool, args, { stdio: "ignore" }).status === 0;
}
