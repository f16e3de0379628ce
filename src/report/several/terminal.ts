import type { Assessed } from "../../model/assessed.js";
import { visible } from "../escape/visible.js";
import type { ReportOptions } from "../reporter.js";
import { terminal } from "../terminal.js";

/** The report of each, under its key. */
export function terminalOfSeveral({ databases }: Assessed, options: ReportOptions): string {
  return databases
    .map(({ key, assessment }) => `\n${visible(key)}\n${terminal.render(assessment, { ...options, key })}`)
    .join("");
}
