import type { Assessed } from "../../model/assessed.js";
import { visible } from "../escape/visible.js";
import type { ReportOptions } from "../reporter.js";
import { terminal } from "../terminal.js";

/** The report of each, under its key. What is approved is the whole, so that no plan of a part is named. */
export function terminalOfSeveral({ databases, digest }: Assessed, options: ReportOptions): string {
  return databases
    .map(({ key, assessment }) => `\n${visible(key)}\n${terminal.render({ ...assessment, digest }, { ...options, key })}`)
    .join("");
}
