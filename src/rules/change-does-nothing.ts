import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const changeDoesNothing = defineChangeRule({
  id: "change-does-nothing",
  hazard: "advice",
  severity: "warning",
  title: "The change was applied and nothing is different",
  effect:
    "Neither the schema nor a row changed: a guard such as IF NOT EXISTS skipped everything, or the condition found no row.",
  remedy: "Look whether what it means to do is done already, or under another name.",
  source: "what the rehearsal saw",
  priorArt: {},

  *judge({ migrations }, rehearsal) {
    const [first] = migrations;
    if (rehearsal === null || rehearsal.outcome !== "completed" || first === undefined || rehearsal.schemaChanges.length > 0)
      return;
    const statements = migrations.flatMap(({ up }) => up.statements);
    const guarded = statements.some(({ operations }) =>
      operations.some(({ operation }) => "ifNotExists" in operation && operation.ifNotExists),
    );
    const works = statements.some(({ operations }) =>
      operations.some(({ operation }) => !IDLE.has(operation.kind) && !("ifNotExists" in operation && operation.ifNotExists)),
    );
    if (!guarded || works || rehearsal.steps.some(({ changes, rewrites }) => changes.length > 0 || rewrites.length > 0)) return;
    yield {
      migration: first.id,
      place: startOf(first.up.file),
      evidence: "observed",
      message: `${first.id} was applied, and neither the schema nor a row is different: what it creates is there already.`,
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
    bad: ["CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, note text)"],
    good: ["CREATE TABLE IF NOT EXISTS refunds (id bigint)", "ANALYZE orders"],
  },
});

const IDLE: ReadonlySet<string> = new Set(["set", "reset", "transaction", "comment"]);
