import { defineChangeRule } from "./rule.js";

const ENTRY = {
  id: "0123456789abcdef",
  rule: "drop-table",
  severity: "error",
  message: "The table goes, and its rows with it.",
} as const;

export const unusedBaseline = defineChangeRule({
  id: "unused-baseline",
  hazard: "advice",
  severity: "info",
  title: "Entries of the baseline that no longer occur",
  effect: "They silence nothing, and hide how little of the baseline is left.",
  remedy: "Write the baseline again with `migration-gate baseline`, and see that it has only become shorter.",
  source: "docs/silencing.md",
  priorArt: {},

  // Findings of this rule are made in lint/silence.ts, once all others are known.
  *judge() {},

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: [
      {
        title: "the file no longer drops the table",
        up: "ALTER TABLE orders ADD COLUMN note text",
        baseline: [{ ...ENTRY, file: "example.sql" }],
      },
    ],
    good: [
      {
        title: "another file was not judged, so nothing can be told of its entries",
        up: "ALTER TABLE orders ADD COLUMN note text",
        baseline: [{ ...ENTRY, file: "settled.sql" }],
      },
    ],
  },
});
