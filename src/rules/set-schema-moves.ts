import { takesNameOf } from "./moved-rows.js";
import { defineRule } from "./rule.js";
import { fixOf, LATER_RELEASE, together } from "./safe-steps.js";
import { sqlText } from "./sql-text.js";

export const setSchemaMoves = defineRule({
  id: "set-schema-moves",
  hazard: "breaks-old-code",
  severity: "error",
  title: "SET SCHEMA moves a table out of sight",
  effect: "From COMMIT on, code that finds the relation under its old schema, by a qualified name or by its search path, fails.",
  remedy:
    "Leave a view under the old name in the same transaction; a simple view takes inserts and updates too. Drop it when no code uses it.",
  source: "https://www.postgresql.org/docs/current/sql-altertable.html",
  priorArt: { migrationpilot: ["MP098"] },
  on: "set-schema",

  *predict({ object, name, schema }, moment) {
    if (
      object !== "table" &&
      object !== "sequence" &&
      object !== "view" &&
      object !== "materialized view" &&
      object !== "foreign table"
    )
      return;
    const key = moment.key(name);
    const shared =
      object === "sequence" ? moment.change.base.sequences.has(key) || !moment.catalog.complete : moment.isShared(name);
    if (
      !shared ||
      (moment.catalog.complete &&
        !moment.catalog.tables.has(key) &&
        !moment.catalog.views.has(key) &&
        !moment.change.base.sequences.has(key))
    )
      return;
    if (key === `${schema}.${name.name}`) return;
    const covered = takesNameOf(name, {
      ...moment,
      laterOf: (...kinds) => moment.laterOf(...kinds).filter(({ sameTransaction }) => sameTransaction),
    });
    if (covered !== null) return;
    const [old, moved] = [sqlText.name(name), sqlText.name({ schema, name: name.name })];
    yield {
      table: name,
      message: `${old} becomes ${moved}, and code that finds it under the old schema fails.`,
      ...(object === "sequence"
        ? {}
        : {
            fix: fixOf(
              ...together(
                moment,
                `ALTER ${object.toUpperCase()} ${old} SET SCHEMA ${sqlText.identifier(schema)};`,
                `CREATE VIEW ${old} AS SELECT * FROM ${moved};`,
              ),
              `${LATER_RELEASE}, once no code finds it under the old schema`,
              `DROP VIEW ${old};`,
            ),
          }),
      witnesses: [{ kind: "gone", object: key }],
    };
  },

  examples: {
    before: "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint); CREATE SCHEMA archive; CREATE TABLE members (id bigint);",
    bad: ["ALTER TABLE shop.orders SET SCHEMA archive", "ALTER TABLE members SET SCHEMA shop"],
    good: [
      "CREATE TABLE shop.scratch (id int); ALTER TABLE shop.scratch SET SCHEMA archive",
      {
        title: "a view stays under the old name",
        up: "ALTER TABLE shop.orders SET SCHEMA archive; CREATE VIEW shop.orders AS SELECT * FROM archive.orders",
      },
      "ALTER TABLE shop.orders SET SCHEMA shop",
      "CREATE SEQUENCE scratch; ALTER SEQUENCE scratch SET SCHEMA shop",
    ],
  },
});
