import { defineChangeRule } from "./rule.js";

export const malformedDirective = defineChangeRule({
  id: "malformed-directive",
  hazard: "advice",
  severity: "warning",
  title: "A comment to the gate that it does not understand",
  effect: "The comment has no effect: nothing is silenced and nothing is promised by it.",
  remedy: "Write -- migration-gate: allow <rule>: <reason>, expect <SQL> = <value>, or irreversible: <reason>.",
  source: "CONTRIBUTING.md",
  priorArt: {},

  *judge({ migrations }) {
    for (const { id, up, down } of migrations) {
      for (const script of down === null ? [up] : [up, down]) {
        for (const directive of new Set([...script.directives, ...script.statements.flatMap(({ directives }) => directives)])) {
          if (directive.kind === "malformed")
            yield {
              migration: id,
              direction: script.direction,
              place: directive.place,
              evidence: "confirmed",
              message: `The comment «${directive.text.trim()}» has no effect: ${directive.message}.`,
            };
        }
      }
    }
  },

  examples: {
    before: "CREATE TABLE a (id int);",
    bad: ["-- migration-gate: allow drop-table\nDROP TABLE a", "-- migration-gate: alow drop-table: retired\nDROP TABLE a"],
    good: ["-- migration-gate: allow drop-table: retired\nDROP TABLE a"],
  },
});
