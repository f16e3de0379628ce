import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const renameAttribute = defineRule({
  id: "rename-attribute",
  hazard: "breaks-old-code",
  severity: "error",
  title: "Renaming an attribute of a type that columns use",
  effect:
    "Queries that name the attribute of such a column fail from COMMIT on, and clients that read the value by name no longer find it.",
  remedy: "Add the new attribute, let the code write and read both, and drop the old one in a later release.",
  source: "https://www.postgresql.org/docs/current/sql-altertype.html",
  priorArt: {},
  on: "rename-column",

  *predict({ table: type, column, to, relationKind }, moment) {
    if (relationKind !== "type") return;
    const users = [...moment.catalog.tables.values()].flatMap(({ name, columns, origin }) =>
      origin === "settled" ? columns.filter((each) => each.type.name === type.name).map((each) => `${name}.${each.name}`) : [],
    );
    if (users.length === 0 || moment.type(type)?.origin === "change") return;
    yield {
      table: null,
      message: `The attribute ${sqlText.identifier(column)} of ${sqlText.name(type)} becomes ${sqlText.identifier(to)}, and code that names it in ${users.join(", ")} fails.`,
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TYPE address AS (street text, city text); CREATE TABLE people (id bigint PRIMARY KEY, home address); CREATE TYPE alone AS (a int);",
    bad: ["ALTER TYPE address RENAME ATTRIBUTE street TO line"],
    good: ["ALTER TYPE alone RENAME ATTRIBUTE a TO b", "ALTER TYPE address ADD ATTRIBUTE zip text"],
  },
});
