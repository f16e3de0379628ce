import { defineRule } from "./rule.js";
import { sketchOf } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const triggerLeftDisabled = defineRule({
  id: "trigger-left-disabled",
  hazard: "advice",
  severity: "warning",
  title: "A trigger is switched off and not on again",
  effect: "What the trigger did (foreign keys, audit, derived columns) is not done from COMMIT on, for anyone.",
  remedy: "Switch it on again in the same transaction.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER",
  priorArt: { migrationpilot: ["MP022"] },
  on: "switch-trigger",

  *predict({ table, trigger, action }, moment) {
    if (action !== "disable" || !moment.isShared(table)) return;
    const again = moment.later.some(
      ({ operation }) =>
        (operation.kind === "switch-trigger" &&
          operation.action !== "disable" &&
          moment.key(operation.table) === moment.key(table)) ||
        (operation.kind === "drop-table" && operation.tables.some((dropped) => moment.key(dropped) === moment.key(table))) ||
        (operation.kind === "drop-object" &&
          operation.object === "trigger" &&
          operation.names.some(({ name }) => name === trigger)),
    );
    if (again) return;
    yield {
      table,
      message: `${trigger === null ? "The triggers" : `The trigger ${sqlText.identifier(trigger)}`} of ${sqlText.name(table)} ${trigger === null ? "stay" : "stays"} off after this change.`,
      ...(moment.site.inside === "statement"
        ? {
            fix: {
              ...sketchOf(
                "-- after what has to run without it, in the same transaction",
                `ALTER TABLE ${sqlText.name(table)} ENABLE TRIGGER ${trigger === null ? "USER" : sqlText.identifier(trigger)};`,
              ),
            },
          }
        : {}),
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "ShareRowExclusiveLock" }],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION watch();",
    bad: ["ALTER TABLE orders DISABLE TRIGGER watch", "ALTER TABLE orders DISABLE TRIGGER USER"],
    good: [
      "ALTER TABLE orders DISABLE TRIGGER watch; UPDATE orders SET id = id WHERE id = 1; ALTER TABLE orders ENABLE TRIGGER watch",
    ],
  },
});
