import type { Operation, OperationOf } from "../../model/operation.js";
import type { RelationName } from "../../model/relation-name.js";
import { isNowhere, lacksColumn } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import { namedByObject } from "./altered-objects.js";
import { objectsIn } from "./dropped-objects.js";
import type { Missing } from "./missing.js";
import { missingColumns } from "./missing-columns.js";
import { constraintIn } from "./missing-constraint.js";
import { namedInBody } from "./missing-in-body.js";
import { namedInQuery } from "./missing-in-query.js";
import { missingIndexes } from "./missing-indexes.js";
import { missingRelation } from "./missing-relation.js";
import { referencedBy } from "./referenced-tables.js";
import { triggerFunction } from "./trigger-function.js";

/** What the operation names that is not there, first things first. */
export function* missingIn(operation: Operation, moment: Moment): Iterable<Missing> {
  if (operation.kind === "drop-table" || operation.kind === "truncate" || operation.kind === "lock-table") {
    for (const table of operation.tables) yield* missingRelation(table, moment);
    return;
  }
  if (operation.kind === "drop-index") return yield* missingIndexes(operation, moment);
  if (operation.kind === "rename-index") {
    if (isNowhere(operation.index, moment)) yield { table: operation.index, words: `The index ${sqlText.name(operation.index)}` };
    return;
  }
  if (operation.kind === "create-table" || operation.kind === "create-table-as" || operation.kind === "create-view") {
    const nowhere = [...noSchema(operation, moment)];
    if (nowhere.length > 0) return yield* nowhere;
  }
  if (operation.kind === "create-table-as") return;
  if (operation.kind === "create-table") return yield* referencedBy(operation, moment);
  if (operation.kind === "drop-object") return yield* objectsIn(operation, moment);
  if (operation.kind === "comment") return yield* commentedIn(operation, moment);
  if (operation.kind === "create-view" || operation.kind === "create-materialized-view")
    return operation.shape === undefined ? undefined : yield* namedInQuery(operation.shape, operation.view, moment);
  if (operation.kind === "create-routine") return yield* namedInBody(operation, moment);
  if (operation.kind === "alter-sequence") return yield* ownerColumn(operation, moment);
  if (operation.kind === "alter-object" || operation.kind === "create-object") return yield* namedByObject(operation, moment);
  if (!("table" in operation) || operation.table === null) return;
  // ALTER TYPE … RENAME ATTRIBUTE names a type.
  if (operation.kind === "rename-column" && operation.relationKind === "type") return;
  if (operation.kind === "create-trigger") yield* triggerFunction(operation.routine, moment);
  const { table } = operation;
  const absent = [...missingRelation(table, moment)];
  yield* absent;
  if (absent.length > 0) return;
  // A table that nobody names otherwise may come from elsewhere; one that stands in another schema is not found.
  const referenced = operation.kind === "add-constraint" ? operation.constraint.references?.table : undefined;
  if (referenced !== undefined && [...moment.catalog.tables.values()].some(({ name }) => name === referenced.name))
    yield* missingRelation(referenced, moment);
  if (operation.kind === "insert" || operation.kind === "update" || operation.kind === "delete")
    for (const read of operation.reads) if (wasThere(read, moment)) yield* missingRelation(read, moment);
  yield* missingColumns(operation, table, moment);
  yield* constraintIn(operation, table, moment);
  if (operation.kind !== "switch-trigger" || operation.trigger === null) return;
  const known = moment.table(table);
  if ([...moment.catalog.routines.values()].some(({ body }) => body !== null && MAKES_TRIGGERS.test(body))) return;
  // Partitions have those of the table above them.
  if (known !== undefined && known.partitionOf === null && !known.triggers.some(({ name }) => name === operation.trigger))
    yield { table, words: `The trigger ${sqlText.identifier(operation.trigger)} of ${sqlText.name(table)}` };
}

/** An empty path names no schema to create in (3F000, RangeVarGetCreationNamespace in namespace.c). */
function* noSchema(operation: Operation, { catalog }: Moment): Iterable<Missing> {
  const made = "view" in operation ? operation.view : "table" in operation ? operation.table : null;
  if (made?.schema !== null || catalog.searchPath.length > 0) return;
  if ("temporary" in operation && operation.temporary) return;
  yield { table: made, words: `A schema for ${sqlText.name(made)}, on a search_path that is empty,` };
}

function* commentedIn({ object, name, part }: OperationOf<"comment">, moment: Moment): Iterable<Missing> {
  if (object !== "table" && object !== "column" && object !== "index") return;
  // Names that the server makes up are only known where it was asked.
  if (isNowhere(name, moment)) {
    if (object !== "index" || !/_(?:idx|key|pkey|excl)\d*$/u.test(name.name))
      yield { table: name, words: `The ${object === "index" ? "index" : "table"} ${sqlText.name(name)}` };
  } else if (part !== undefined && object === "column" && lacksColumn(moment.table(name), part)) {
    yield { table: name, words: `The column ${sqlText.name(name)}.${sqlText.identifier(part)}` };
  }
}

function* ownerColumn({ ownedBy }: OperationOf<"alter-sequence">, moment: Moment): Iterable<Missing> {
  if (ownedBy !== null && lacksColumn(moment.table(ownedBy.table), ownedBy.column))
    yield { table: ownedBy.table, words: `The column ${sqlText.name(ownedBy.table)}.${sqlText.identifier(ownedBy.column)}` };
}

/** This change made it or dropped it: what nobody names otherwise may come from elsewhere. */
function wasThere({ name }: RelationName, { earlierOf }: Moment): boolean {
  return earlierOf("create-table", "create-table-as", "drop-table").some(({ operation }) =>
    operation.kind === "drop-table"
      ? operation.tables.some((table) => table.name === name)
      : "table" in operation && operation.table?.name === name,
  );
}

const MAKES_TRIGGERS = /\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\b/iu;
