import { has, type Tree, text } from "../tree.js";

/**
 * The commands of one ALTER TABLE in the order in which the server carries them out, whatever the order they are written
 * in: what is dropped goes first, then types, new columns, constraints and defaults (AlterTablePass in tablecmds.c, 15 to 18).
 */
export function inPassOrder<Located extends { readonly command: Tree }>(located: readonly Located[]): readonly Located[] {
  return located.toSorted((a, b) => passOf(a.command) - passOf(b.command));
}

function passOf(command: Tree): number {
  const subtype = text(command, "subtype") ?? "";
  // DROP DEFAULT is a default without an expression.
  if (subtype === "AT_ColumnDefault") return has(command, "def") ? LATE : 0;
  return PASSES.get(subtype) ?? MISC;
}

/** Keys and foreign keys of the text are put together with the checks: which of them goes first, nobody can see. */
const [CONSTRAINTS, LATE, MISC] = [4, 6, 7];
const PASSES: ReadonlyMap<string, number> = new Map([
  ["AT_DropColumn", 0],
  ["AT_DropConstraint", 0],
  ["AT_DropNotNull", 0],
  ["AT_DropIdentity", 0],
  ["AT_DropExpression", 0],
  ["AT_AlterColumnType", 1],
  ["AT_AddColumn", 2],
  ["AT_SetExpression", 3],
  ["AT_AddConstraint", CONSTRAINTS],
  ["AT_SetNotNull", 5],
  ["AT_SetIdentity", 5],
  ["AT_AddIdentity", LATE],
]);
