import { foundKey } from "../catalog/key-of.js";
import type { Routine, Table } from "../model/catalog.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import type { Statement } from "../model/statement.js";
import type { Moment, PlacedOperation } from "./rule.js";

/** Schemas whose contents no migration tells. */
const FOREIGN_SCHEMAS = /^(?:pg_.*|information_schema)$/u;

/** May one say of a name that it is there, or is not? Not inside a DO block, whose conditions are unknown, nor after SQL that nobody can read. */
export function knowsNames(moment: Moment): boolean {
  const known = knowing.get(moment);
  if (known !== undefined) return known;
  const knows = seesNames(moment);
  knowing.set(moment, knows);
  return knows;
}

/** Several rules ask the same of one moment. */
const knowing = new WeakMap<Moment, boolean>();

function seesNames(moment: Moment): boolean {
  if (!moment.catalog.complete || moment.site.inside !== "statement") return false;
  // What runs inside a DO block comes after the block itself.
  if (moment.earlierOf(...MAY_HIDE).some(({ operation, statement }) => hides(operation, statement.text))) return false;
  return moment.statement.direction === "up" || moment.change.migrations.every(({ up }) => up.statements.every(tellsItsNames));
}

/** Whatever the statement creates or drops stands in its text, with nothing that may or may not run. */
export function tellsItsNames({ operations, text }: Statement): boolean {
  return operations.every(({ operation, inside }) => inside === "statement" && !hides(operation, text));
}

/** Kinds of which the text does not tell what they do. */
export const UNTOLD = ["do-block", "call", "psql-command", "other", "unreadable"] as const;

/** Kinds of which `hides` may be true. */
const MAY_HIDE = [...UNTOLD, ...(["select", "set", "create-object"] as const)];

/** What it creates or drops, the text does not tell. */
function hides(operation: Operation, text: string): boolean {
  switch (operation.kind) {
    case "do-block":
    case "call":
    case "psql-command":
    case "other":
    case "unreadable":
      return true;
    case "select":
      return (
        /\binto\b/iu.test(text) ||
        operation.calls.some(({ name }) => !/^(?:setval|set_config|nextval|now|count|max|min)$/u.test(name))
      );
    case "set":
      return operation.name.toLowerCase() === "search_path" && operation.value === null;
    case "create-object":
      return operation.object === "extension";
    default:
      return false;
  }
}

/** The name belongs to a schema that the history itself makes, so that it would be known. */
export function isOwnSchema(schema: string | null, { catalog }: Moment): boolean {
  if (schema === null) return true;
  return !FOREIGN_SCHEMAS.test(schema) && (schema === "public" || catalog.schemas.has(schema));
}

/** No table, view, index or sequence bears the name, and no function of the schema makes any. */
export function isNowhere(name: RelationName, moment: Moment): boolean {
  const { catalog } = moment;
  const key = foundKey(name, catalog);
  if (key === undefined && !catalog.searchPath.every((schema) => isOwnSchema(schema, moment))) return false;
  // Most names are somewhere: that is asked first, since it costs next to nothing.
  if (
    key !== undefined &&
    (catalog.tables.has(key) || catalog.views.has(key) || catalog.indexes.has(key) || catalog.sequences.has(key))
  )
    return false;
  if ([...catalog.routines.values()].some(makesRelations)) return false;
  if (!isOwnSchema(name.schema, moment) || FOREIGN_NAMES.test(name.name)) return false;
  const made = ({ operation, sameTransaction }: PlacedOperation) =>
    (operation.kind === "create-table" || operation.kind === "create-table-as") &&
    operation.table.name === name.name &&
    (operation.untilCommit !== true || sameTransaction);
  return !moment
    .earlierOf("create-table", "create-table-as")
    .some((placed) => made(placed) && placed.statement.migration === moment.statement.migration && !goesAgain(name, moment));
}

/** A catalog stands in thousands of moments: each body is read once. */
const makers = new WeakMap<Routine, boolean>();

function makesRelations(routine: Routine): boolean {
  const known = makers.get(routine);
  if (known !== undefined) return known;
  const makes = routine.body !== null && MAKES_RELATIONS.test(routine.body);
  makers.set(routine, makes);
  return makes;
}

/** Dropped by this change under that name, or taken back to a savepoint. */
function goesAgain(name: RelationName, { earlierOf }: Moment): boolean {
  const back = ({ operation }: { readonly operation: Operation }) =>
    operation.kind === "transaction" && (operation.action === "rollback-to" || operation.action === "rollback");
  if (earlierOf("transaction").some(back)) return true;
  return earlierOf("drop-table").some(
    ({ operation }) => operation.kind === "drop-table" && operation.tables.some((table) => table.name === name.name),
  );
}

const MAKES_RELATIONS = /\bcreate\s+(?:unlogged\s+)?(?:table|index|view|materialized)\b|\brename\s+to\b/iu;

/** Catalog relations that the search path always finds, and the bookkeeping of migration tools. */
const FOREIGN_NAMES = /^pg_|migration|^schema_/u;

/** Views that are known to read this very column; where only the table is known, nothing is said. */
export function viewsNaming(table: RelationName, column: string, { catalog, key }: Moment): readonly string[] {
  const wanted = `${key(table)}.${column}`;
  return [...catalog.views].flatMap(([view, { reads }]) => (reads.includes(wanted) ? [view] : []));
}

/** Columns that every table has. */
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(["ctid", "oid", "tableoid", "xmin", "xmax", "cmin", "cmax"]);

/** The table is known with its columns, and this is none of them. */
export function lacksColumn(table: Table | undefined, column: string): boolean {
  if (table === undefined || table.moreColumns === true || table.columns.length === 0 || table.kind === "foreign") return false;
  return !SYSTEM_COLUMNS.has(column) && !table.columns.some(({ name }) => name === column);
}
