import { promisePlace } from "./promise-place.js";
import { defineChangeRule } from "./rule.js";

export const promiseUntested = defineChangeRule({
  id: "promise-untested",
  hazard: "promise",
  severity: "error",
  title: "A promise of the team could not be tested",
  effect: "Nobody has seen whether it holds: the rehearsal did not come that far, or had no rows on which it would show.",
  remedy: "Give the rehearsal what it lacks (an engine, a seed, a way back), or make the promise a warning.",
  source: "docs/promises.md",
  priorArt: {},

  *judge({ promises = [], migrations }) {
    for (const promise of promises) {
      const { status, title, note, severity, found } = promise;
      if (status !== "untested") continue;
      yield {
        migration: null,
        place: promisePlace(promise, migrations),
        evidence: "predicted",
        severity,
        message: `«${title}» could not be tested: ${note ?? "it was not reached"}.`,
        ...(found === null ? {} : { proof: `found ${found}` }),
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      {
        title: "asked after a way back that does not exist",
        up: "-- migration-gate: expect back SELECT count(*) FROM orders = 200\n\nUPDATE orders SET total = 0 WHERE id = 1;",
      },
    ],
    good: [
      {
        up: "-- migration-gate: expect back SELECT count(*) FROM orders = 200\n\nINSERT INTO orders VALUES (201, 1);",
        down: "DELETE FROM orders WHERE id = 201;",
      },
    ],
  },
});
