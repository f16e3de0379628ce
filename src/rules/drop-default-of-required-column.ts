import { defineRule } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const dropDefaultOfRequiredColumn = defineRule({
  id: "drop-default-of-required-column",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A NOT NULL column loses its default",
  effect: "Inserts of running code that leave the column out fail from COMMIT on.",
  remedy: "Keep the default until every instance of the application names the column.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-DEFAULT",
  priorArt: {},
  on: "drop-default",

  *predict({ table, column }, moment) {
    const known = moment.column(table, column);
    if (known === undefined || !moment.isShared(table) || !known.notNull || known.default === null || known.identity) return;
    const settled = moment.change.base.tables.get(moment.key(table))?.columns.some(({ name }) => name === column) === true;
    const again = moment.later.some(
      ({ operation }) =>
        "table" in operation &&
        operation.table !== null &&
        moment.key(operation.table) === moment.key(table) &&
        ((operation.kind === "set-default" && operation.column === column) ||
          (operation.kind === "drop-column" && operation.column === column) ||
          (operation.kind === "drop-not-null" && operation.column === column) ||
          (operation.kind === "set-generated" && operation.column === column)),
    );
    // What this change added itself is default-dropped-after-add.
    if (!settled || again) return;
    yield {
      table,
      message: `${sqlText.name(table)}.${sqlText.identifier(column)} is NOT NULL and loses its default, so inserts that leave it out fail.`,
      fix: fixOf(
        `${LATER_RELEASE}, once all code names the column`,
        `ALTER TABLE ${sqlText.name(table)} ALTER COLUMN ${sqlText.identifier(column)} DROP DEFAULT;`,
      ),
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'new', note text DEFAULT '');",
    bad: ["ALTER TABLE orders ALTER COLUMN state DROP DEFAULT"],
    good: [
      "ALTER TABLE orders ALTER COLUMN note DROP DEFAULT",
      {
        title: "a type that the old default does not fit",
        up: "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT; ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'old'",
      },
      "ALTER TABLE orders ALTER COLUMN state DROP DEFAULT; ALTER TABLE orders DROP COLUMN state",
    ],
  },
});
