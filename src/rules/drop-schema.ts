import { defineRule, type Moment } from "./rule.js";

export const dropSchema = defineRule({
  id: "drop-schema",
  hazard: "data-loss",
  severity: "error",
  title: "DROP SCHEMA takes everything in it",
  effect:
    "With CASCADE all tables, views, functions and types in the schema go, with their rows, and so does whatever depends on them elsewhere.",
  remedy:
    "Drop what is in the schema one by one, in a release after the one that stopped using it, and the empty schema last, without CASCADE.",
  source: "https://www.postgresql.org/docs/current/sql-dropschema.html",
  priorArt: {
    pgfence: ["drop-schema", "drop-schema-cascade"],
    atlas: ["DS101"],
    "postgres-language-server": ["banDropSchema"],
    migrationpilot: ["MP035"],
  },
  on: "drop-object",

  *predict({ object, names, cascade, ifExists }, moment) {
    if (object !== "schema") return;
    for (const { name } of names) {
      if (moment.catalog.complete && !moment.catalog.schemas.has(name) && ifExists) {
        if (cascade && !madeEarlier(name, moment))
          yield { table: null, severity: "info", message: notKnown(name), witnesses: [] };
        continue;
      }
      const inside = [...moment.catalog.tables].filter(([, table]) => table.schema === name && table.origin === "settled");
      if (inside.length === 0 && moment.catalog.complete) {
        const message = `The schema ${name} is dropped; no table of the history is in it any more.`;
        if (moment.change.base.schemas.has(name))
          yield { table: null, severity: "info", message, witnesses: [{ kind: "gone", object: name }] };
        continue;
      }
      const shown = inside.slice(0, 5).map(([, table]) => table.name);
      const more = inside.length > shown.length ? ` and ${inside.length - shown.length} more` : "";
      if (!cascade && inside.length > 0) {
        yield {
          table: null,
          hazard: "cannot-run",
          message: `The schema ${name} still holds ${shown.join(", ")}${more}, so the server refuses to drop it.`,
          witnesses: [{ kind: "error", sqlstates: ["2BP01"] }],
        };
        continue;
      }
      yield {
        table: null,
        severity: cascade ? "error" : "warning",
        message: `The schema ${name} is dropped with ${inside.length === 0 ? "whatever is in it" : `its tables ${shown.join(", ")}${more}`}.`,
        witnesses: cascade ? [{ kind: "gone", object: name }] : [],
      };
    }
  },

  examples: {
    before: "CREATE SCHEMA old; CREATE TABLE old.events (id bigint); INSERT INTO old.events SELECT generate_series(1, 200);",
    bad: [
      "DROP SCHEMA old CASCADE",
      { title: "not empty, without CASCADE", up: "DROP SCHEMA old" },
      { title: "with whatever made it at run time", up: "DROP SCHEMA IF EXISTS made_by_code CASCADE" },
      "DROP TABLE old.events; DROP SCHEMA old",
    ],
    good: ["CREATE SCHEMA scratch; DROP SCHEMA scratch", "DROP SCHEMA IF EXISTS never_there"],
  },
});

function notKnown(name: string): string {
  return `Nothing in the history makes the schema ${name}. Where code made it at run time, everything in it goes.`;
}

function madeEarlier(name: string, { earlier }: Moment): boolean {
  return earlier.some(
    ({ operation }) => operation.kind === "create-object" && operation.object === "schema" && operation.name.name === name,
  );
}
