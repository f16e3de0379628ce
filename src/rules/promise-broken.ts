import type { PromiseOutcome } from "../model/promise.js";
import { promisePlace } from "./promise-place.js";
import { defineChangeRule } from "./rule.js";

export const promiseBroken = defineChangeRule({
  id: "promise-broken",
  hazard: "promise",
  severity: "error",
  title: "A promise of the team is broken",
  effect:
    "What the plan of the change says will be there afterwards is not there in the rehearsal, or its own figures contradict each other.",
  remedy: "Mend the migration, or the promise where it is the one that is wrong.",
  source: "docs/promises.md",
  priorArt: {},

  *judge({ promises = [], migrations }) {
    for (const promise of promises) {
      if (promise.status !== "broken") continue;
      yield {
        migration: null,
        place: promisePlace(promise, migrations),
        evidence: promise.moment === "plan" ? "confirmed" : "observed",
        severity: promise.severity,
        message: sentence(promise),
        ...(promise.found === null ? {} : { proof: `found ${promise.found}` }),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      "UPDATE orders SET total = 0 WHERE id <= 3;\n-- migration-gate: expect SELECT count(*) FROM orders WHERE total = 0 = 4",
      {
        title: "after a statement in the middle",
        up: "-- migration-gate: expect SELECT max(total) FROM orders < 100\nUPDATE orders SET total = 150 WHERE id = 1;\nUPDATE orders SET total = 1 WHERE id = 1;",
      },
    ],
    good: [
      "UPDATE orders SET total = 0 WHERE id <= 3;\n-- migration-gate: expect SELECT count(*) FROM orders WHERE total = 0 = 3",
      {
        title: "a known exception",
        up: "UPDATE orders SET total = 0 WHERE id <= 3;\n-- migration-gate: expect SELECT count(*) FROM orders WHERE total = 0 = 0 except 3",
      },
    ],
  },
});

const WHEN = { plan: "in the plan", before: "before the change", after: "after the change", back: "after the way back" } as const;

function sentence({ title, moment, expected, found, note }: PromiseOutcome): string {
  const seen = found === null ? (note ?? "it could not be read") : `found ${found}`;
  return `«${title}» is broken ${WHEN[moment]}: expected ${expected}; ${seen}.`;
}
