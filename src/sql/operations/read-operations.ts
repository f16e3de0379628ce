import type { Operation } from "../../model/operation.js";
import type { Source } from "../source.js";
import { as, child, flag, list, type Tree, text, unwrap } from "../tree.js";
import { alterTable, type LocatedOperations } from "./alter-table.js";
import { data } from "./data.js";
import { drops } from "./drops.js";
import { grants } from "./grants.js";
import { indexes } from "./indexes.js";
import { objects } from "./objects.js";
import type { Readers } from "./reader.js";
import { renames } from "./renames.js";
import { routines } from "./routines.js";
import { session } from "./session.js";
import { isOn, tables } from "./tables.js";
import { types } from "./types.js";
import { views } from "./views.js";

const readers: Readers = {
  ...tables,
  ...indexes,
  ...data,
  ...types,
  ...views,
  ...routines,
  ...objects,
  ...renames,
  ...drops,
  ...grants,
  ...session,
};

/** What one parsed statement means, without what a DO block holds inside. */
export function readOperations(statement: Tree, source: Source): readonly LocatedOperations[] {
  const [tag, body] = unwrap(statement);
  if (tag === "AlterTableStmt") return alterTable(body, source);
  return [{ operations: operationsOf(tag, body, source), range: null }];
}

function operationsOf(tag: string, body: Tree, source: Source): readonly Operation[] {
  if (tag === "CreateSchemaStmt") return createSchema(body, source);
  if (tag === "ExplainStmt") return explain(body, source);
  return readers[tag]?.(body, source) ?? [{ kind: "other", tag }];
}

/** Elements of CREATE SCHEMA stand in the new schema unless they say otherwise. */
function createSchema(body: Tree, source: Source): Operation[] {
  const name = text(body, "schemaname") ?? text(child(body, "authrole"), "rolename") ?? "";
  const elements = list(body, "schemaElts").map((element) => inSchema(element, name));
  return [
    { kind: "create-object", object: "schema", name: { schema: null, name }, ifNotExists: flag(body, "if_not_exists") },
    ...elements.flatMap((element) => readOperations(element, source).flatMap((part) => part.operations)),
  ];
}

function inSchema(element: Tree, schemaname: string): Tree {
  const [tag, body] = unwrap(element);
  const qualified = ["relation", "view", "sequence"].flatMap((field) => {
    const range = body[field] === undefined ? null : child(body, field);
    return range === null ? [] : [[field, { schemaname, ...range }] as const];
  });
  return { [tag]: { ...body, ...Object.fromEntries(qualified) } };
}

/** EXPLAIN plans; only EXPLAIN ANALYZE runs what it explains. */
function explain(body: Tree, source: Source): readonly Operation[] {
  if (!list(body, "options").some(isOn("analyze"))) return [{ kind: "select", reads: [], calls: [], locksRows: false }];
  const query = as(body, "query");
  return query === null
    ? [{ kind: "other", tag: "ExplainStmt" }]
    : readOperations(query, source).flatMap((part) => part.operations);
}
