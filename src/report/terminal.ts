import { actionsLog } from "./escape/actions-log.js";
import type { Reporter } from "./reporter.js";
import { findings } from "./terminal/findings.js";
import type { Page } from "./terminal/page.js";
import { painter } from "./terminal/paint.js";
import { proof } from "./terminal/proof.js";
import { top } from "./terminal/top.js";

/** Wider lines are hard to read, narrower ones leave no room for a caret. */
const WIDEST = 120;
const NARROWEST = 40;

/** The report for a person at a terminal: calm, worst first, readable in 80 columns and without color. */
export const terminal: Reporter = {
  id: "terminal",
  extension: "txt",
  render(assessment, { color, width }) {
    const page: Page = { assessment, width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width))), paint: painter(color) };
    // The command line runs in jobs as well, and a wrapped line may begin with what a runner takes for a command.
    return actionsLog(`${[...top(page), ...findings(page), ...proof(page)].join("\n")}\n`);
  },
};
