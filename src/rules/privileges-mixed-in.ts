import type { OperationKind } from "../model/operation.js";
import { defineRule } from "./rule.js";

export const privilegesMixedIn = defineRule({
  id: "privileges-mixed-in",
  preset: "style",
  hazard: "advice",
  severity: "info",
  title: "Rights on existing objects change along with the schema",
  effect: "Who reviews the schema overlooks who may read it from now on.",
  remedy: "A migration of its own for rights on what exists already.",
  source: "https://www.postgresql.org/docs/current/sql-grant.html",
  priorArt: { migrationpilot: ["MP091"] },
  on: "grant",
  oncePerTransaction: true,

  *predict({ names, object, grant, allInSchema }, moment) {
    const existing = object === "table" && (allInSchema || names.some((name) => moment.isShared(name)));
    const mixed = [...moment.earlier, ...moment.later].some(
      ({ operation, statement }) => statement.migration === moment.statement.migration && SCHEMA.has(operation.kind),
    );
    if (!existing || !mixed) return;
    yield {
      table: names[0] ?? null,
      message: `${grant ? "GRANT" : "REVOKE"} on what exists already, in one file with changes of the schema.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders SELECT n, n FROM generate_series(1, 200) n;",
    bad: ["ALTER TABLE orders ADD COLUMN state text; GRANT SELECT ON orders TO PUBLIC"],
    good: ["GRANT SELECT ON orders TO PUBLIC", "CREATE TABLE refunds (id bigint); GRANT SELECT ON refunds TO PUBLIC"],
  },
});

const SCHEMA: ReadonlySet<OperationKind> = new Set([
  "add-column",
  "add-constraint",
  "alter-column-type",
  "create-index",
  "create-table",
  "drop-column",
  "drop-table",
  "rename-column",
  "rename-table",
]);
