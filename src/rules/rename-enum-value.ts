import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameEnumValue = defineRule({
  id: "rename-enum-value",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming an enum value breaks the running application",
  effect:
    "Queries that use the old value fail with an invalid input error from COMMIT on, and readers meet a value that they do not know.",
  remedy: "Add the new value, let the code know both, change the rows in batches, and leave the old value unused.",
  source: "https://www.postgresql.org/docs/current/sql-altertype.html",
  priorArt: { online_migrations: ["rename_enum_value"], migrationpilot: ["MP060"] },
  on: "rename-enum-value",

  *predict({ type, value, to }, moment) {
    const known = moment.type(type);
    if (known?.origin === "change" || (known === undefined && moment.catalog.complete)) return;
    yield {
      table: null,
      message: `The value «${value}» of ${sqlText.name(type)} becomes «${to}», and code that says «${value}» fails.`,
      fix: {
        sql: `ALTER TYPE ${sqlText.name(type)} ADD VALUE IF NOT EXISTS ${sqlText.literal(to)} AFTER ${sqlText.literal(value)};`,
        edits: [],
        verified: false,
        differs: "both values are there; an enum loses none",
      },
      witnesses: known === undefined ? [] : [{ kind: "different", object: `${known.schema}.${known.name}` }],
    };
  },

  examples: {
    before: "CREATE TYPE state AS ENUM ('new', 'old'); CREATE TABLE orders (id bigint, state state);",
    bad: ["ALTER TYPE state RENAME VALUE 'old' TO 'done'"],
    good: ["CREATE TYPE scratch AS ENUM ('a'); ALTER TYPE scratch RENAME VALUE 'a' TO 'b'"],
  },
});
