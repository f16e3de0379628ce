import { closest } from "fastest-levenshtein";
import { ReportableError } from "../errors.js";
import type { RuleRecord } from "../model/rule-record.js";
import type { Rule } from "../rules/rule.js";
import { gateFindings } from "./gate-findings.js";
import { rulePage } from "./rule-page.js";

/**
 * The page of one rule, or of a finding of the gate itself, for a terminal.
 * @param record what its examples did on real servers; null where that is not at hand.
 * @throws ReportableError `arguments/invalid` with the nearest id.
 */
export function explainRule(rules: readonly Rule[], id: string, record: RuleRecord | null = null): string {
  const own = gateFindings.find((finding) => finding.id === id);
  if (own !== undefined) return forTerminal(`# ${own.id}\n\n${own.page}`);
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const nearest = closest(
      id,
      [...rules, ...gateFindings].map((candidate) => candidate.id),
    );
    throw new ReportableError(
      "arguments/invalid",
      `there is no rule \`${id}\``,
      `Did you mean \`${nearest}\`? \`migration-gate rules\` lists all.`,
    );
  }
  return forTerminal(rulePage(rule, record));
}

/** The same words without the marks that only a browser turns into something; tables keep their bars. */
function forTerminal(page: string): string {
  return page
    .replace(/^\*\*(.*)\*\*$/gmu, "$1")
    .replace(/^> \*\*(\w+)\*\*/gmu, "> $1")
    .replace(/^```(sql)?\n?/gmu, "")
    .replace(/^\|(?::--\|)+\n/gmu, "")
    .replaceAll("<br>", ", ");
}
