import { closest } from "fastest-levenshtein";
import { ReportableError } from "../errors.js";
import type { Rule } from "../rules/rule.js";
import { rulePage } from "./rule-page.js";

/** One rule's page for a terminal. @throws ReportableError `arguments/invalid` with the nearest id. */
export function explainRule(rules: readonly Rule[], id: string): string {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const nearest = closest(
      id,
      rules.map((candidate) => candidate.id),
    );
    throw new ReportableError(
      "arguments/invalid",
      `there is no rule \`${id}\``,
      `Did you mean \`${nearest}\`? \`migration-gate rules\` lists all.`,
    );
  }
  return rulePage(rule)
    .replace(/^\*\*(.*)\*\*$/gmu, "$1")
    .replace(/^```(sql)?\n?/gmu, "");
}
