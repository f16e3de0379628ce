import { assignedOnInsert } from "./assigned-on-insert.js";
import { defineRule } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const defaultDroppedAfterAdd = defineRule({
  id: "default-dropped-after-add",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A NOT NULL column without a default breaks inserts of running code",
  effect:
    "Code that does not know the column inserts without it and fails, from COMMIT until every instance runs the new code. Some frameworks add the default only to fill old rows and drop it at once.",
  remedy: "Keep the default until the new code is everywhere, and drop it in a later release.",
  source: "https://www.postgresql.org/docs/current/ddl-default.html",
  priorArt: { "django-migration-linter": ["NOT_NULL"] },
  on: "drop-default",

  *predict({ table, column }, moment) {
    if (!moment.isShared(table)) return;
    const added = moment.earlier.find(
      ({ operation }) =>
        operation.kind === "add-column" && operation.column.name === column && moment.key(operation.table) === moment.key(table),
    );
    if (added?.operation.kind !== "add-column") return;
    // An identity gives its own values.
    const generated = moment.later.some(
      ({ operation }) =>
        operation.kind === "set-generated" &&
        operation.column === column &&
        operation.action === "add-identity" &&
        moment.key(operation.table) === moment.key(table),
    );
    if (generated) return;
    // A trigger that fills the column before the row is checked takes the place of the default.
    if (moment.table(table)?.triggers.some((trigger) => assignedOnInsert(trigger, moment, "surely").includes(column)) === true)
      return;
    if (moment.column(table, column)?.notNull !== true && !added.operation.column.notNull) return;
    yield {
      table,
      message: `${sqlText.name(table)}.${column} is new, NOT NULL and loses its default, so inserts of code that does not know it fail.`,
      fix: fixOf(
        `${LATER_RELEASE}, once all code names the column`,
        `ALTER TABLE ${sqlText.name(table)} ALTER COLUMN ${sqlText.identifier(column)} DROP DEFAULT;`,
      ),
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 200);",
    bad: ["ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new'; ALTER TABLE orders ALTER COLUMN state DROP DEFAULT"],
    good: [
      "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new'",
      "ALTER TABLE orders ADD COLUMN state text DEFAULT 'new'; ALTER TABLE orders ALTER COLUMN state DROP DEFAULT",
    ],
  },
});
