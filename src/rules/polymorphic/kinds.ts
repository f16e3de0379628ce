import type { CreateTable, Expression } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import type { Moment } from "../rule.js";
import type { PairColumn } from "./companion.js";
import { stemOf } from "./companion.js";

/** Where the columns and checks of a table stand: in the catalog, in the statement that creates it, or further on in the change. */
export interface Site {
  readonly table: RelationName;
  readonly moment: Moment;
  /** The statement that creates the table, when it is this one. */
  readonly creating: CreateTable | null;
}

/** All columns of the table, those that this change adds later included. */
export function columnsOf(site: Site): readonly PairColumn[] {
  const known = columnsAt.get(site);
  if (known !== undefined) return known;
  const columns = readColumns(site);
  columnsAt.set(site, columns);
  return columns;
}

/** Asked again for each column of the table. */
const columnsAt = new WeakMap<Site, readonly PairColumn[]>();

function readColumns({ table, moment, creating }: Site): readonly PairColumn[] {
  const coming = moment.laterOn(table).flatMap(({ operation }) => (operation.kind === "add-column" ? [operation.column] : []));
  return [...(creating?.columns ?? moment.table(table)?.columns ?? []), ...coming];
}

/** Values that a type column can hold: labels of its enum, literals of the checks on it, else what this change inserts. */
export function kindsOf(column: PairColumn, site: Site): readonly string[] {
  const type = site.moment.type({ schema: column.type.schema, name: column.type.name });
  if (type?.variety === "enum") return type.labels;
  const ofDomain = (type?.domain?.checks ?? []).flatMap(({ literals }) => literals);
  const checked = distinct([...ofDomain, ...literalsOf(column.name, checksOf(site))]);
  return checked.length > 0 ? checked : insertedKinds(column.name, site);
}

function checksOf({ table, moment, creating }: Site): readonly Expression[] {
  const coming = moment.laterOn(table).flatMap(({ operation }) => {
    if (operation.kind === "add-constraint") return [operation.constraint];
    return operation.kind === "add-column" ? operation.column.constraints : [];
  });
  const created =
    creating === null ? [] : [...creating.constraints, ...creating.columns.flatMap(({ constraints }) => constraints)];
  const all = [...(moment.table(table)?.constraints ?? []), ...created, ...coming];
  return all.flatMap(({ type, expression }) => (type === "check" && expression !== null ? [expression] : []));
}

/** A check that also reads other columns may name their values: only ids may stand beside the type. */
function literalsOf(column: string, checks: readonly Expression[]): readonly string[] {
  return checks
    .filter(({ columns }) => columns.includes(column) && columns.every((each) => each === column || stemOf(each).isId))
    .flatMap(({ literals }) => literals);
}

function insertedKinds(column: string, { table, moment }: Site): readonly string[] {
  const values = [...moment.earlierOn(table), ...moment.laterOn(table)].flatMap(({ operation }) => {
    if (operation.kind !== "insert") return [];
    const at = operation.columns.indexOf(column);
    return at < 0 ? [] : operation.literals.flatMap((row) => row[at] ?? []);
  });
  return distinct(values);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value.trim() !== ""))];
}
