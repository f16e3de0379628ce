import type { ConstraintDefinition, ReferentialAction } from "../../model/operation.js";
import { parenthesizedAfter } from "../excerpts.js";
import { columnName, expressionOf } from "../expressions.js";
import type { Source } from "../source.js";
import { as, child, flag, has, list, number, relation, strings, type Tree, text, walk } from "../tree.js";

const TYPES: Readonly<Record<string, ConstraintDefinition["type"]>> = {
  CONSTR_CHECK: "check",
  CONSTR_FOREIGN: "foreign-key",
  CONSTR_UNIQUE: "unique",
  CONSTR_PRIMARY: "primary-key",
  CONSTR_EXCLUSION: "exclude",
  CONSTR_NOTNULL: "not-null",
};

/** pg_constraint.confdeltype and confupdtype. */
const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

/** A constraint from its node; `column` is the one it stands on when it is written inline. Null for DEFAULT, NULL and the like. */
export function constraintDefinition(node: Tree, source: Source, column: string | null = null): ConstraintDefinition | null {
  const type = TYPES[text(node, "contype") ?? ""];
  if (type === undefined) return null;
  const check = type === "check" && has(node, "raw_expr") ? expressionOf(child(node, "raw_expr"), checkText(node, source)) : null;
  return {
    name: text(node, "conname"),
    type,
    columns: columnsOf(node, type, column, check?.columns ?? []),
    expression: check,
    references: type === "foreign-key" ? referencesOf(node) : null,
    notValid: flag(node, "skip_validation") && !notEnforced(node),
    notEnforced: notEnforced(node),
    deferrable: flag(node, "deferrable"),
    ...(flag(node, "initdeferred") ? { deferred: true as const } : {}),
    usingIndex: text(node, "indexname"),
    noInherit: flag(node, "is_no_inherit"),
    nullsNotDistinct: flag(node, "nulls_not_distinct"),
  };
}

function checkText(node: Tree, source: Source): string {
  return parenthesizedAfter(source, source.index(number(node, "location")), "CHECK");
}

/** The tree says `is_enforced` of enforced CHECK, foreign key and NOT NULL constraints and leaves it out of the others. */
function notEnforced(node: Tree): boolean {
  return ["CONSTR_CHECK", "CONSTR_FOREIGN"].includes(text(node, "contype") ?? "") && !flag(node, "is_enforced");
}

function columnsOf(node: Tree, type: ConstraintDefinition["type"], column: string | null, inCheck: readonly string[]): string[] {
  const written = strings(list(node, type === "foreign-key" ? "fk_attrs" : "keys"));
  if (written.length > 0) return written;
  if (type === "exclude") return excludedColumns(node);
  if (type === "check" && inCheck.length > 0) return [...inCheck];
  return column === null ? [] : [column];
}

function excludedColumns(node: Tree): string[] {
  const columns = new Set<string>();
  walk(list(node, "exclusions"), (tag, body) => {
    const name = tag === "IndexElem" ? text(body, "name") : tag === "ColumnRef" ? columnName(body) : null;
    if (name !== null) columns.add(name);
    return true;
  });
  return [...columns];
}

function referencesOf(node: Tree): ConstraintDefinition["references"] {
  return {
    table: relation(child(node, "pktable")),
    columns: strings(list(node, "pk_attrs")),
    onDelete: ACTIONS[text(node, "fk_del_action") ?? ""] ?? "no action",
    onUpdate: ACTIONS[text(node, "fk_upd_action") ?? ""] ?? "no action",
  };
}

/**
 * The constraints of a list in which DEFERRABLE, NOT VALID and NOT ENFORCED stand as nodes of their own after the
 * constraint that they speak of, as they do on columns.
 */
export function constraintDefinitions(nodes: readonly Tree[], source: Source, column: string): ConstraintDefinition[] {
  const found: ConstraintDefinition[] = [];
  for (const node of nodes) {
    const body = as(node, "Constraint") ?? {};
    const definition = constraintDefinition(body, source, column);
    if (definition !== null) found.push(definition);
    const last = found.at(-1);
    if (last === undefined || definition !== null) continue;
    if (text(body, "contype") === "CONSTR_ATTR_DEFERRABLE") found[found.length - 1] = { ...last, deferrable: true };
    // INITIALLY DEFERRED alone makes it deferrable too (manual, CREATE TABLE).
    else if (text(body, "contype") === "CONSTR_ATTR_DEFERRED")
      found[found.length - 1] = { ...last, deferrable: true, deferred: true };
    else if (text(body, "contype") === "CONSTR_ATTR_NOT_ENFORCED") found[found.length - 1] = { ...last, notEnforced: true };
  }
  return found;
}
