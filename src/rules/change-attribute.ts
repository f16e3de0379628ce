import { typeKeyOf } from "../catalog/key-of.js";
import type { RelationName } from "../model/relation-name.js";
import { tablesWithType } from "../postgres/effects/domains.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const changeAttribute = defineRule({
  id: "change-attribute",
  hazard: "data-loss",
  severity: "error",
  title: "Changing an attribute of a type that columns use",
  effect:
    "DROP ATTRIBUTE takes its values out of every column of the type at once and leaves no way back. ALTER ATTRIBUTE … TYPE is refused as long as a column uses the type.",
  remedy: "Add a new attribute, or a new type and a new column of it, and let the code move over before the old one goes.",
  source: "https://www.postgresql.org/docs/current/sql-altertype.html",
  priorArt: {},
  on: "alter-object",

  *predict({ attribute, name: type, object }, moment) {
    if (attribute === undefined || object !== "type") return;
    // The server looks for columns of the type, whether or not they hold rows (find_composite_type_dependencies in tablecmds.c, 15).
    const isNew = attribute.action === "drop" && moment.type(type)?.origin === "change";
    const [user] = columnsOf(type, attribute.action === "drop", moment);
    if (user === undefined || isNew) return;
    const text = `${sqlText.identifier(attribute.name)} of ${sqlText.name(type)}`;
    if (attribute.action === "drop") {
      yield {
        table: null,
        message: `The attribute ${text} goes, and with it its values in ${user}.`,
        witnesses: [],
      };
    } else {
      yield {
        table: null,
        hazard: "cannot-run",
        message: `${user} uses the type, so the server refuses to change the type of the attribute ${text}.`,
        witnesses: [{ kind: "error", sqlstates: ["0A000"] }],
      };
    }
  },

  examples: {
    before:
      "CREATE TYPE address AS (street varchar(20), city text); CREATE TABLE people (id bigint PRIMARY KEY, home address); CREATE TYPE alone AS (a varchar(20), b int);",
    bad: [
      "ALTER TYPE address DROP ATTRIBUTE city",
      "ALTER TYPE address ALTER ATTRIBUTE street TYPE varchar(40)",
      "CREATE TYPE spot AS (x int, y int); ALTER TABLE people ADD COLUMN at spot; ALTER TYPE spot ALTER ATTRIBUTE x TYPE bigint",
    ],
    good: [
      "ALTER TYPE alone DROP ATTRIBUTE b",
      "ALTER TYPE alone ALTER ATTRIBUTE a TYPE varchar(40)",
      "ALTER TYPE address ADD ATTRIBUTE zip text",
    ],
  },
});

/** Columns that have the type. */
function columnsOf(type: RelationName, ofSettledAlone: boolean, { catalog }: Moment): readonly string[] {
  const key = typeKeyOf(type, catalog);
  if (key === undefined) return [];
  return tablesWithType(key, catalog).flatMap((table) => {
    const known = catalog.tables.get(table);
    const column = known?.columns.find((each) => typeKeyOf(each.type, catalog) === key);
    return known === undefined || (ofSettledAlone && known.origin !== "settled") || column === undefined
      ? []
      : [`${known.name}.${column.name}`];
  });
}
