import { compareSchemas } from "../../compare.js";
import type { Definition } from "../definitions.js";
import { beforeParent, type Loss, type State } from "./state.js";

/** What no statement brings back. */
export function lossesOf(state: State): Loss[] {
  const losses = [...state.before.objects.values()].flatMap((object) => {
    const after = state.pairs.afterOf(object);
    // An object of the same name that is another one holds what the ups put into it.
    return state.create.has(object.key) || after?.key !== object.key ? (lossOf(object, state) ?? []) : [];
  });
  return [...losses, ...state.losses, ...unwritten(state)];
}

function lossOf(object: Definition, state: State): Loss | null {
  const { kind, name, facts } = object;
  const how = state.pairs.afterOf(object) === null ? "dropped" : "dropped and made again";
  const parent = beforeParent(state, object);
  const isNew = parent !== null && (state.create.has(parent.key) || state.pairs.afterOf(parent)?.key !== parent.key);
  if (kind === "table" && facts["partitionBy"] === undefined)
    return { kind: "data", sentence: `rows of table ${name}: the table was ${how}` };
  if (kind === "column" && !isNew && facts["generated"] === undefined && facts["inherited"] === undefined)
    return { kind: "data", sentence: `values of column ${name}: the column was ${how}` };
  if (kind === "attribute" && !isNew && isStored(object, state))
    return { kind: "data", sentence: `values of attribute ${name}: it was ${how}` };
  if (kind === "sequence" && object.owners.length === 0)
    return { kind: "data", sentence: `position of sequence ${name}: the sequence was ${how}` };
  if (!state.create.has(object.key)) return null;
  if (kind === "index" && facts["invalid"] === "yes")
    return { kind: "structure", sentence: `index ${name}: it was invalid, and is made valid` };
  if (kind === "other") return { kind: "structure", sentence: `${name}: no definition is written for its kind` };
  return null;
}

/** A composite type that no column is made of holds no values. */
function isStored({ parent }: Definition, { before }: State): boolean {
  return parent !== null && [...before.objects.values()].some(({ kind, needs }) => kind === "column" && needs.includes(parent));
}

/** Kinds that have no definition here, told by the fingerprint. Those that came new are dropped by their name. */
function unwritten({ before, after }: State): Loss[] {
  return compareSchemas(before.fingerprint, after.fingerprint)
    .filter(
      ({ kind, before: was, after: is }) => UNWRITTEN.has(kind) || (UNWRITTEN_CHANGES.has(kind) && was !== null && is !== null),
    )
    .map(({ kind, object }) => ({ kind: "structure", sentence: `${kind} ${object}: no way back is written for its kind` }));
}

const UNWRITTEN: ReadonlySet<string> = new Set(["setting", "subscription", "user mapping", "access method", "transform"]);

const UNWRITTEN_CHANGES: ReadonlySet<string> = new Set([
  "foreign table",
  "foreign server",
  "foreign data wrapper",
  "operator",
  "operator class",
  "operator family",
  "cast",
  "conversion",
  "language",
  "text search dictionary",
]);
