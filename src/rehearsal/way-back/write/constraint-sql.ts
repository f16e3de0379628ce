import type { Definition } from "../definitions.js";
import { beforeParent, type State } from "./state.js";

/** ADD CONSTRAINT, as far as the rows that are there allow it. */
export function constraintSql(constraint: Definition, state: State): string[] {
  const { ident, text, facts, name } = constraint;
  const parent = beforeParent(state, constraint);
  const isNew = parent !== null && state.create.has(parent.key);
  if (facts["inherited"] === "yes" && !(isNew && parent.facts["isPartition"] === "yes")) return [];
  const add = `ALTER ${parent?.kind === "domain" ? "DOMAIN" : "TABLE"} ${parent?.name} ADD CONSTRAINT ${ident} ${text}`;
  if (isImpossible(constraint, state)) {
    state.losses.push({ kind: "data", sentence: `constraint ${name}: the table has rows, and nothing gives each of them a key` });
    return [];
  }
  if (!hasRows(parent, state)) return [add];
  if (facts["type"] !== "f" || !refersToEmptyTable(constraint, state)) return [add];
  state.losses.push({ kind: "data", sentence: `validity of constraint ${name}: the rows that it refers to are gone` });
  return [text.includes("NOT VALID") ? add : `${add} NOT VALID`];
}

/** A key over a column that nothing fills, and what refers to such a key. */
function isImpossible(constraint: Definition, state: State): boolean {
  const { kind, key, facts, needs } = constraint;
  if (kind !== "constraint" || !state.create.has(key)) return false;
  if (facts["type"] === "p") return hasRows(beforeParent(state, constraint), state) && hasEmptyColumn(constraint, state);
  return needs.some((need) => {
    const other = state.before.objects.get(need);
    return other !== undefined && isImpossible(other, state);
  });
}

function hasRows(table: Definition | null, state: State): boolean {
  const after = table === null || state.create.has(table.key) ? null : state.pairs.afterOf(table);
  return after !== null && state.after.filled.has(after.key);
}

/** A key's column that comes back without its values. */
function hasEmptyColumn({ needs }: Definition, { before, create }: State): boolean {
  return needs.some((key) => {
    const column = before.objects.get(key);
    if (column?.kind !== "column" || !create.has(key) || column.facts["identity"] !== undefined) return false;
    // A function may give each row a value of its own; a constant cannot.
    return before.objects.get(`default/${key.split("/").slice(1).join("/")}`)?.text.includes("(") !== true;
  });
}

function refersToEmptyTable(constraint: Definition, state: State): boolean {
  return constraint.needs.some((key) => {
    const object = state.before.objects.get(key);
    const table = object?.kind === "column" ? beforeParent(state, object) : object;
    const gone = object !== undefined && object.kind === "column" && state.create.has(key);
    return table?.kind === "table" && table.key !== constraint.parent && (gone || state.create.has(table.key));
  });
}
