import { keyOf } from "../catalog/key-of.js";
import type { Catalog } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { sqlText } from "./sql-text.js";

/** One object that an operation makes, changes or removes by its name. */
export interface Touched {
  readonly key: string;
  /** For people: `the column orders.total`. */
  readonly words: string;
  readonly table: RelationName | null;
  /** The whole table goes, or goes by another name: nothing else that is done to it can follow. */
  readonly removesTable: boolean;
}

/** What DDL speaks of by name; what only reads or writes rows touches nothing. */
export function touchedBy(operation: Operation, catalog: Catalog): readonly Touched[] {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return operation.temporary ? [] : [relation("table", operation.table, catalog)];
    case "drop-table":
      return operation.tables.map((table) => ({ ...relation("table", table, catalog), removesTable: true }));
    case "rename-table":
      return [{ ...relation("table", operation.table, catalog), removesTable: true }];
    case "add-column":
      return [column(operation.table, operation.column.name, catalog)];
    case "rename-column":
      return [operation.column, operation.to].map((name) => column(operation.table, name, catalog));
    case "drop-column":
    case "alter-column-type":
    case "set-not-null":
    case "drop-not-null":
    case "set-default":
    case "drop-default":
    case "set-generated":
      return [column(operation.table, operation.column, catalog)];
    case "add-constraint":
      return operation.constraint.name === null ? [] : [constraint(operation.table, operation.constraint.name, catalog)];
    case "drop-constraint":
    case "rename-constraint":
      return [constraint(operation.table, operation.constraint, catalog)];
    case "create-index":
      // An index lies in the schema of its table (PostgreSQL manual, CREATE INDEX).
      return operation.index === null ? [] : [relation("index", { ...operation.table, name: operation.index }, catalog)];
    case "drop-index":
      return operation.indexes.map((index) => relation("index", index, catalog));
    case "rename-index":
      return [relation("index", operation.index, catalog)];
    case "create-view":
    case "create-materialized-view":
      return [relation("view", operation.view, catalog)];
    case "create-routine":
      return [relation("routine", operation.routine, catalog)];
    case "create-enum":
    case "create-type":
    case "create-domain":
    case "alter-domain":
      return [relation("type", operation.type, catalog)];
    case "add-enum-value":
    case "rename-enum-value":
      return [label(operation.type, operation.value, catalog)];
    case "create-trigger":
      return [member("trigger", operation.table, operation.name, catalog)];
    default:
      return [];
  }
}

function relation(what: string, name: RelationName, catalog: Catalog): Touched {
  const table = what === "table" ? name : null;
  return { key: `${what} ${keyOf(name, catalog)}`, words: `the ${what} ${sqlText.name(name)}`, table, removesTable: false };
}

function column(table: RelationName, name: string, catalog: Catalog): Touched {
  return member("column", table, name, catalog);
}

function constraint(table: RelationName, name: string, catalog: Catalog): Touched {
  return member("constraint", table, name, catalog);
}

function member(what: string, table: RelationName, name: string, catalog: Catalog): Touched {
  return {
    key: `${what} ${keyOf(table, catalog)} ${name}`,
    words: `the ${what} ${sqlText.name(table)}.${sqlText.identifier(name)}`,
    table,
    removesTable: false,
  };
}

function label(type: RelationName, value: string, catalog: Catalog): Touched {
  const words = `the label ${sqlText.literal(value)} of ${sqlText.name(type)}`;
  return { key: `label ${keyOf(type, catalog)} ${value}`, words, table: null, removesTable: false };
}
