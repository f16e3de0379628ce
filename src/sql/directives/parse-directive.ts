import type { PhaseName } from "../../model/phase.js";
import type { Place } from "../../model/place.js";
import type { Directive } from "../../model/statement.js";
import { parseExpectation } from "./parse-expectation.js";

const FORMS =
  "`-- migration-gate: allow <rule>: <reason>`, `expect <SQL> = <value>`, `phase <phase>` or `irreversible: <reason>`";

/** The directives of one line; `body` is what follows `migration-gate:`. */
export function parseDirective(body: string, hasColon: boolean, place: Place): Directive[] {
  const malformed = (message: string): Directive[] => [{ kind: "malformed", text: body, message, place }];
  const [, verb = "", rest = ""] = /^([a-z-]*)\s*:?\s*(.*)$/isu.exec(body) ?? [];
  if (!hasColon) {
    // Prose may mention the tool; only what begins like a directive is taken for one.
    return isVerb(verb) ? malformed(`a colon is missing after \`migration-gate\`: write ${FORMS}`) : [];
  }
  switch (verb.toLowerCase()) {
    case "allow":
      return (
        allow(rest, place) ?? malformed("an exception needs a rule and a reason: `-- migration-gate: allow <rule>: <reason>`")
      );
    case "expect":
      return expectation(rest, place) ?? malformed("an expectation is `-- migration-gate: expect <SQL> = <value>`");
    case "irreversible":
      return rest === ""
        ? malformed("say why there is no way back: `-- migration-gate: irreversible: <reason>`")
        : [{ kind: "irreversible", reason: rest, place }];
    case "phase":
      return phase(rest, place) ?? malformed("a phase is one of expand, backfill, switch and contract");
    default:
      return malformed(`\`${verb}\` is not known here: write ${FORMS}`);
  }
}

function isVerb(word: string): boolean {
  return ["allow", "expect", "irreversible", "phase"].includes(word.toLowerCase());
}

function allow(rest: string, place: Place): Directive[] | null {
  const [, rules, until, reason] = /^([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+until\s+(\S*?))?\s*:\s*(\S.*)$/iu.exec(rest) ?? [];
  if (rules === undefined || reason === undefined) return null;
  if (until !== undefined && !isDay(until)) return noDay(until, rest, place);
  return rules.split(",").map((rule) => ({
    ...{ kind: "allow", rule: rule.trim().toLowerCase(), reason, place },
    ...(until === undefined ? {} : { until }),
  }));
}

function noDay(until: string, rest: string, place: Place): Directive[] {
  const message = `\`${until}\` is no day: write \`until 2027-01-31\``;
  return [{ kind: "malformed", text: `allow ${rest}`, message, place }];
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // February 30 parses as March 2.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const PHASES: readonly PhaseName[] = ["expand", "backfill", "switch", "contract"];

function phase(rest: string, place: Place): Directive[] | null {
  const named = PHASES.find((each) => each === rest.toLowerCase());
  return named === undefined ? null : [{ kind: "phase", phase: named, place }];
}

function expectation(rest: string, place: Place): Directive[] | null {
  const written = parseExpectation(rest);
  return written === null ? null : [{ kind: "expect", ...written, place }];
}
