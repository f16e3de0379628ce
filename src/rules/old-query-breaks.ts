import type { QueryChange } from "../model/old-code.js";
import { defineChangeRule } from "./rule.js";

export const oldQueryBreaks = defineChangeRule({
  id: "old-query-breaks",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A query of the application breaks",
  effect:
    "Until every instance of the application runs its next release, the queries of this one meet the new schema. A query that no longer compiles fails at each call; one whose result changes its type fails wherever it was prepared.",
  remedy:
    "Change in two releases: first the code that can live with both schemas, then the schema; keep the old column, view or function until nobody asks for it.",
  source: "rehearsal: each query prepared and planned before and after the change",
  priorArt: {},

  *judge(_change, rehearsal) {
    for (const change of rehearsal?.oldCode?.changes ?? []) {
      const { query, status, message, sqlstate, relations } = change;
      const [schema = "public", name = ""] = (relations[0] ?? "").split(/\.(.*)/su);
      yield {
        migration: null,
        table: name === "" ? null : { schema, name },
        place: query.place,
        evidence: "observed",
        severity: severityOf(change),
        hazard: status === "loses-index" ? "advice" : "breaks-old-code",
        message: `${query.name === null ? "The query" : `The query ${query.name}`} ${WORDS[status]}: ${message}`,
        ...(sqlstate === null ? {} : { proof: `SQLSTATE ${sqlstate}` }),
      };
    }
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text, total int);",
    bad: [
      { up: "ALTER TABLE orders RENAME COLUMN note TO memo", queries: "-- name: Notes\nSELECT id FROM orders WHERE note = $1;" },
      {
        title: "a column that an old INSERT does not fill",
        up: "ALTER TABLE orders ADD COLUMN owner bigint NOT NULL",
        queries: "INSERT INTO orders (id, note) VALUES ($1, $2);",
      },
      {
        title: "a prepared statement whose result changes its type",
        up: "ALTER TABLE orders ALTER COLUMN total TYPE bigint",
        queries: "SELECT total FROM orders WHERE id = $1;",
      },
    ],
    good: [
      { up: "ALTER TABLE orders RENAME COLUMN note TO memo", queries: "SELECT total FROM orders WHERE id = $1;" },
      {
        title: "a new column with a default",
        up: "ALTER TABLE orders ADD COLUMN owner bigint NOT NULL DEFAULT 0",
        queries: "INSERT INTO orders (id, note) VALUES ($1, $2);",
      },
    ],
  },
});

const WORDS: Readonly<Record<QueryChange["status"], string>> = {
  fails: "fails after the change",
  "result-changes": "gives another result type after the change",
  "parameters-change": "takes other parameters after the change",
  "loses-index": "loses its index",
};

/** What fails for everybody is an error; what a new connection would take as it is, a warning. */
function severityOf({ status }: QueryChange): "error" | "warning" {
  return status === "fails" ? "error" : "warning";
}
