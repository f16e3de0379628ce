import { defineRule, type Moment } from "./rule.js";
import { fixOf, LATER_RELEASE } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const dropColumn = defineRule({
  id: "drop-column",
  hazard: "data-loss",
  severity: "error",
  title: "DROP COLUMN destroys its values",
  effect:
    "The values cannot be read from COMMIT on, indexes and constraints that use the column go with it, and the running application fails wherever it names the column.",
  remedy: "Stop using the column in one release and drop it in a later one, after its values were saved.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: {
    squawk: ["ban-drop-column"],
    pgfence: ["drop-column"],
    strong_migrations: ["remove_column"],
    atlas: ["DS103"],
    "postgres-language-server": ["banDropColumn"],
    migrationpilot: ["MP017"],
  },
  on: "drop-column",

  *predict({ table, column, ifExists }, moment) {
    const known = moment.table(table);
    if (!moment.isShared(table)) return;
    if (known !== undefined && moment.column(table, column) === undefined) return;
    if (known === undefined && moment.catalog.complete && ifExists) return;
    if (addedInThisChange(moment, table, column)) return;
    const text = sqlText.name(table);
    const holdsRows = moment.mayHoldRows(table);
    const indexes = moment.indexesOf(table).filter((index) => index.columns.includes(column) || index.reads.includes(column));
    // A column of the same name that this change adds again hides that the old one is gone.
    const again = moment.later.some(
      ({ operation }) =>
        operation.kind === "add-column" && operation.column.name === column && moment.key(operation.table) === moment.key(table),
    );
    const along =
      indexes.length === 0
        ? ""
        : ` Its ${indexes.length === 1 ? "index goes" : "indexes go"} with it: ${indexes.map(({ name }) => name).join(", ")}.`;
    yield {
      table,
      hazard: holdsRows ? "data-loss" : "breaks-old-code",
      severity: holdsRows ? "error" : "warning",
      message: `${text}.${column} is dropped${holdsRows ? " with all its values" : ""}${again ? ", and one of the same name is added anew without them" : ", and code that names it fails"}.${along}`,
      fix: {
        ...fixOf(
          // Code that no longer knows the column leaves it out of its inserts.
          ...(known?.columns.some((each) => each.name === column && each.notNull && each.default === null) === true
            ? [`ALTER TABLE ${text} ALTER COLUMN ${sqlText.identifier(column)} DROP NOT NULL;`]
            : []),
          `${LATER_RELEASE}, once no code reads or writes it and its values were saved`,
          `ALTER TABLE ${text} DROP COLUMN ${ifExists ? "IF EXISTS " : ""}${sqlText.identifier(column)};`,
        ),
        ...(again ? { role: "sketch" as const } : {}),
      },
      witnesses: again
        ? [{ kind: "lock", relation: moment.key(table), atLeast: "AccessExclusiveLock" }]
        : [{ kind: "gone", object: `${moment.key(table)}.${column}` }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, note text); INSERT INTO orders SELECT n, 'note' FROM generate_series(1, 200) n;",
    bad: [
      "ALTER TABLE orders DROP COLUMN note",
      {
        title: "dropped and added again",
        up: "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note varchar(20)",
      },
    ],
    good: [
      "ALTER TABLE orders DROP COLUMN IF EXISTS never_there",
      "CREATE TABLE refunds (id bigint, note text); ALTER TABLE refunds DROP COLUMN note",
      "ALTER TABLE orders ADD COLUMN scratch text; ALTER TABLE orders DROP COLUMN scratch",
    ],
  },
});

function addedInThisChange(moment: Moment, table: { schema: string | null; name: string }, column: string): boolean {
  return moment.earlier.some(
    ({ operation }) =>
      operation.kind === "add-column" && operation.column.name === column && moment.key(operation.table) === moment.key(table),
  );
}
