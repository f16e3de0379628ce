import { literal } from "../../quoted.js";
import type { Definition } from "../definitions.js";
import { labelsOf } from "./change.js";
import { addColumnSql, columnSql, positionSql } from "./column-sql.js";
import { constraintSql } from "./constraint-sql.js";
import { beforeParent, isRepeated, type State } from "./state.js";

/** Makes it as it was; everything that it needs is there. Empty where it is made with something else. */
export function createSql(object: Definition, state: State): string[] {
  const { kind, name, ident, text, facts } = object;
  const parent = beforeParent(state, object);
  const isNew = parent !== null && state.create.has(parent.key);
  switch (kind) {
    case "schema":
      return [`CREATE SCHEMA ${name}`];
    case "extension":
      return [`CREATE EXTENSION ${name} WITH SCHEMA ${facts["schema"]}`];
    case "enum":
      return [
        `CREATE TYPE ${name} AS ENUM (${labelsOf(object)
          .map(([, label]) => literal(label).trim())
          .join(", ")})`,
      ];
    case "composite type":
      return [
        `CREATE TYPE ${name} AS (${children(object, "attribute", state)
          .map((one) => columnSql(one, state))
          .join(", ")})`,
      ];
    case "range":
      return [`CREATE TYPE ${name} AS RANGE (${text})`];
    case "domain":
      return [
        `CREATE DOMAIN ${name} AS ${facts["base"]}${facts["default"] === undefined ? "" : ` DEFAULT ${facts["default"]}`}${facts["notNull"] === "yes" ? " NOT NULL" : ""}`,
      ];
    case "collation":
      return [`CREATE COLLATION ${name} (${text})`];
    case "sequence":
      return [`CREATE SEQUENCE ${name}${sequenceOptions(text)}`, ...position(object, state)];
    case "table":
      return [tableSql(object, state)];
    case "column":
    case "attribute":
      return isNew || facts["inherited"] === "yes" ? [] : addColumnSql(object, state);
    case "default":
      return isNew || isRepeated(object, state.before.objects, state.create)
        ? []
        : [
            `ALTER TABLE ${parent === null ? "" : beforeParent(state, parent)?.name} ALTER COLUMN ${parent?.ident} SET DEFAULT ${text}`,
          ];
    case "constraint":
      return constraintSql(object, state);
    case "index":
      return [facts["create"] ?? ""];
    case "view":
    case "materialized view":
      return [viewSql(object)];
    case "function":
    case "procedure":
      return [(facts["create"] ?? "").trimEnd()];
    case "aggregate":
      return [
        `CREATE AGGREGATE ${facts["qualified"]}(${facts["arguments"]}) (${text.replace(/sortop = (\S+)\(.*?\)/u, "sortop = OPERATOR($1)")})`,
      ];
    case "trigger":
    case "rule":
    case "statistics":
      return [text.replace(/;$/u, "")];
    case "policy":
      return [`CREATE POLICY ${ident} ON ${parent?.name} ${text}`];
    case "publication":
      return [`CREATE PUBLICATION ${name} ${text}`];
    case "event trigger":
      return [`CREATE EVENT TRIGGER ${name} ${text}`];
    case "text search configuration":
      return textSearchSql(object);
    case "default privileges":
    case "other":
      return [];
  }
}

function children(object: Definition, kind: Definition["kind"], { before }: State): Definition[] {
  return [...before.objects.values()]
    .filter((one) => one.parent === object.key && one.kind === kind)
    .sort((a, b) => a.age - b.age);
}

/** A partition is made by itself and attached later, so that it finds its own indexes again. */
function tableSql(table: Definition, state: State): string {
  const { facts, facets } = table;
  const isPartition = facts["isPartition"] === "yes";
  const columns = children(table, "column", state).filter((one) => isPartition || one.facts["inherited"] !== "yes");
  const lines = columns.map((column) => `\n  ${columnSql(column, state)}`).join(",");
  return [
    `CREATE ${facets["persistence"] === undefined ? "" : "UNLOGGED "}TABLE ${table.name} (${lines}${lines === "" ? "" : "\n"})`,
    facets["inherits"] === undefined ? null : `INHERITS (${facets["inherits"]})`,
    facts["partitionBy"] === undefined ? null : `PARTITION BY ${facts["partitionBy"]}`,
    facets["accessMethod"] === undefined ? null : `USING ${facets["accessMethod"]}`,
  ]
    .filter((part) => part !== null)
    .join(" ");
}

function viewSql({ kind, name, facts }: Definition): string {
  const word = kind === "view" ? "VIEW" : "MATERIALIZED VIEW";
  const options = facts["options"] === undefined ? "" : ` WITH (${facts["options"]})`;
  const noData = facts["noData"] === "yes" ? "\nWITH NO DATA" : "";
  return `CREATE ${word} ${name}${options} AS\n${(facts["query"] ?? "").trim().replace(/;$/u, "")}${noData}`;
}

/** Leaves out what is usual. */
function sequenceOptions(text: string): string {
  const usual =
    /^AS (integer(?=.* 2147483647 )|bigint(?=.* 9223372036854775807 )) START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE \d+ CACHE 1 NO CYCLE$/u;
  const type = usual.exec(text)?.[1];
  if (type === undefined) return ` ${text}`;
  return type === "bigint" ? "" : ` AS ${type}`;
}

/** The sequence of a column that stayed goes on behind the column's values. */
function position(sequence: Definition, state: State): string[] {
  const column = sequence.owners.map((key) => state.before.objects.get(key)).find((one) => one?.kind === "column");
  if (column === undefined || state.create.has(column.key)) return [];
  return [positionSql(sequence.name, beforeParent(state, column)?.name ?? "", column.ident)];
}

function textSearchSql({ name, facts }: Definition): string[] {
  const value: unknown = JSON.parse(facts["mappings"] ?? "{}");
  const mappings = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [
    `CREATE TEXT SEARCH CONFIGURATION ${name} (PARSER = ${facts["parser"]})`,
    ...mappings.map(
      ([token, dictionaries]) => `ALTER TEXT SEARCH CONFIGURATION ${name} ADD MAPPING FOR ${token} WITH ${String(dictionaries)}`,
    ),
  ];
}
