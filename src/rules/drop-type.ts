import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropType = defineRule({
  id: "drop-type",
  hazard: "data-loss",
  severity: "error",
  title: "DROP TYPE … CASCADE drops every column of that type",
  effect:
    "With CASCADE the columns of that type go with their values. Without it the server refuses while a column uses the type.",
  remedy: "Change the columns to another type first, in the expand and contract way, and drop the type when nothing uses it.",
  source: "https://www.postgresql.org/docs/current/sql-droptype.html",
  priorArt: { migrationpilot: ["MP024"] },
  on: "drop-object",

  *predict({ object, names, cascade }, moment) {
    if (object !== "type" && object !== "domain" && object !== "enum") return;
    for (const name of names) {
      const users = [...moment.catalog.tables].flatMap(([key, table]) =>
        table.origin === "settled" && !table.temporary
          ? table.columns.filter(({ type }) => type.name === name.name).map((column) => `${key}.${column.name}`)
          : [],
      );
      if (users.length === 0) continue;
      yield cascade
        ? {
            table: null,
            message: `CASCADE on the type ${sqlText.name(name)} drops ${users.join(", ")} with all values.`,
            witnesses: [{ kind: "notice", includes: "drop cascades to" }],
          }
        : {
            table: null,
            hazard: "cannot-run",
            message: `The type ${sqlText.name(name)} is still used by ${users.join(", ")}, so the server refuses to drop it.`,
            witnesses: [{ kind: "error", sqlstates: ["2BP01"] }],
          };
    }
  },

  examples: {
    before:
      "CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE orders (id bigint, state state); INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 200) n;",
    bad: ["DROP TYPE state CASCADE", "DROP TYPE state"],
    good: [
      "CREATE TYPE scratch AS ENUM ('a'); DROP TYPE scratch",
      "ALTER TABLE orders ALTER COLUMN state TYPE text; DROP TYPE state",
    ],
  },
});
