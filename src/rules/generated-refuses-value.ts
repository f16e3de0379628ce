import type { Column } from "../model/catalog.js";
import type { GivenValue, OperationOf } from "../model/operation.js";
import { knowsNames } from "./known-names.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const generatedRefusesValue = defineRule({
  id: "generated-refuses-value",
  hazard: "cannot-run",
  severity: "error",
  title: "A value for a column that Postgres fills itself",
  effect:
    "A generated column takes no value at all, and one that is GENERATED ALWAYS AS IDENTITY only with OVERRIDING SYSTEM VALUE; an UPDATE may set either to DEFAULT alone.",
  remedy: "Leave the column out, or say OVERRIDING SYSTEM VALUE for an identity column and move its sequence on.",
  source: "https://www.postgresql.org/docs/current/sql-insert.html",
  priorArt: {},
  on: ["insert", "update", "merge"],
  directions: ["up", "down"],

  *predict(operation, moment) {
    const { table } = operation;
    const columns = moment.table(table)?.columns ?? [];
    const refused =
      operation.kind === "insert"
        ? byInsert(operation, columns)
        : operation.kind === "update"
          ? byUpdate(operation, columns)
          : byMerge(moment.statement.text, columns);
    if (refused === undefined || !knowsNames(moment)) return;
    const kind = refused.generated === null ? "GENERATED ALWAYS AS IDENTITY" : "a generated column";
    yield {
      table,
      message: `${sqlText.name(table)}.${sqlText.identifier(refused.name)} is ${kind}, so the server refuses a value for it.`,
      witnesses: [{ kind: "error", sqlstates: ["428C9"] }],
    };
  },

  examples: {
    before:
      "CREATE TABLE plans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, price int, gross int GENERATED ALWAYS AS (price * 2) STORED); INSERT INTO plans (price) VALUES (1);",
    bad: [
      "INSERT INTO plans (id, price) VALUES (100, 1)",
      "INSERT INTO plans (price, gross) VALUES (1, 2)",
      "UPDATE plans SET gross = 1 WHERE id = 1",
      "INSERT INTO plans VALUES (100, 1)",
      { title: "every column of a copy", up: "CREATE TABLE copy AS SELECT * FROM plans; INSERT INTO plans SELECT * FROM copy" },
      {
        title: "on the way back",
        up: "CREATE TABLE copy AS SELECT * FROM plans; DELETE FROM plans WHERE id = 1",
        down: "INSERT INTO plans (id, price) SELECT id, price FROM copy; DROP TABLE copy",
      },
      "MERGE INTO plans p USING (SELECT 9 AS id) s ON p.id = s.id WHEN NOT MATCHED THEN INSERT (id, price) VALUES (s.id, 1)",
    ],
    good: [
      "CREATE TABLE old_plans (LIKE plans); WITH gone AS (DELETE FROM plans WHERE id = 1 RETURNING *) INSERT INTO old_plans SELECT * FROM gone",
      "INSERT INTO plans (id, price) OVERRIDING SYSTEM VALUE VALUES (100, 1)",
      "INSERT INTO plans (id, price) VALUES (DEFAULT, 1)",
      "MERGE INTO plans p USING (SELECT 9 AS id) s ON p.id = s.id WHEN NOT MATCHED THEN INSERT (id, price) VALUES (DEFAULT, 1)",
      "INSERT INTO plans (price) VALUES (3)",
      "UPDATE plans SET gross = DEFAULT, price = 4 WHERE id = 1",
    ],
  },
});

function byInsert(operation: OperationOf<"insert">, columns: readonly Column[]): Column | undefined {
  const { values, overriding, source } = operation;
  return columns.find((column, at) => {
    const place = operation.columns.length === 0 ? at : operation.columns.indexOf(column.name);
    // A query that lists nothing, SELECT *, still gives the first column something, and every one that the INSERT names.
    const unlisted = source === "select" && values === undefined && (operation.columns.length === 0 ? at === 0 : place >= 0);
    const given = unlisted || values?.some((row) => isValue(row[place])) === true;
    // USER VALUE takes the given value as unsaid.
    return given && (column.generated !== null || (column.identityAlways === true && overriding === undefined));
  });
}

/** The INSERT of a MERGE, where it names its columns and stands alone: refused before the first row is looked at. */
function byMerge(text: string, columns: readonly Column[]): Column | undefined {
  const [, named = "", values = ""] = /\bthen\s+insert\s*\(([^()]*)\)\s*values\s*\(([^()]*)\)/iu.exec(text) ?? [];
  const listed = named.split(",").map((each) => each.trim());
  const given = values.split(",").map((each) => each.trim());
  if (listed.length !== given.length) return undefined;
  return columns.find(({ name, generated, identityAlways }) => {
    const at = listed.findIndex((each) => each.replaceAll('"', "") === name);
    return at >= 0 && !/^default$/iu.test(given[at] ?? "") && (generated !== null || identityAlways === true);
  });
}

function byUpdate(operation: OperationOf<"update">, columns: readonly Column[]): Column | undefined {
  return columns.find((column) => {
    const at = operation.columns.indexOf(column.name);
    return at >= 0 && isValue(operation.values?.[at]) && (column.generated !== null || column.identityAlways === true);
  });
}

function isValue(value: GivenValue | undefined): boolean {
  return value !== undefined && value.kind !== "default";
}
