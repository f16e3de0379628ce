import type { Severity } from "../../model/finding.js";
import { rules } from "../../rules/index.js";
import type { Rule } from "../../rules/rule.js";
import { clip } from "../escape/clip.js";
import { visible } from "../escape/visible.js";
import { NOT_SEEN } from "../facts/open-marks.js";
import { rulePage } from "../rule-page.js";
import { LEVEL } from "./level.js";

export interface RuleDescriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" | "note" };
  readonly properties: {
    readonly tags: readonly string[];
    readonly "problem.severity": "error" | "warning" | "recommendation";
    readonly precision: "very-high" | "high";
  };
}

/** Descriptors of these rules and of the gap, in a fixed order; an id without a rule of its own gets what little can be said. */
export function ruleDescriptors(ids: readonly string[]): RuleDescriptor[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const described = [...ids].sort().map((id) => {
    const rule = known.get(id);
    return rule === undefined ? unknownRule(id) : ofRule(rule);
  });
  return ids.includes(NOT_SEEN) ? described : [...described, notSeen];
}

function ofRule(rule: Rule): RuleDescriptor {
  const page = rulePage(rule);
  return {
    ...descriptor(rule.id, rule.title, rule.effect, rule.severity, [rule.hazard]),
    help: { text: `${rule.effect}\n\nWhat to do instead: ${rule.remedy}`, markdown: page },
  };
}

function unknownRule(id: string): RuleDescriptor {
  return descriptor(visible(id), visible(id), "Found by the rehearsal or in the history of the migrations.", "warning", []);
}

const notSeen: RuleDescriptor = descriptor(
  NOT_SEEN,
  "Something that the verdict needs was not seen",
  "A gap in the evidence. While it is open the gate gives no verdict, and no approval stands in for it.",
  "error",
  ["coverage"],
);

function descriptor(id: string, title: string, effect: string, severity: Severity, tags: readonly string[]): RuleDescriptor {
  return {
    id,
    name: id,
    shortDescription: { text: clip(title.replace(/`/gu, ""), 1_024) },
    fullDescription: { text: clip(effect, 1_024) },
    help: { text: effect, markdown: effect },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: {
      tags: ["postgres", "migration", ...tags],
      "problem.severity": severity === "info" ? "recommendation" : severity,
      precision: "very-high",
    },
  };
}
