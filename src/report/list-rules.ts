import type { Rule } from "../rules/rule.js";

/** All rules, one line each: severity (rules of style are off unless asked for), id, title. */
export function listRules(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map((rule) => rule.id.length));
  return rules
    .map((rule) => `${(rule.preset === "style" ? "off" : rule.severity).padEnd(8)}${rule.id.padEnd(width + 2)}${rule.title}\n`)
    .join("");
}
