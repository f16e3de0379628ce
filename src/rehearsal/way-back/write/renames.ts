import { quoted } from "../../quoted.js";
import type { Definition } from "../definitions.js";
import { PARTS, RELATION_LIKE, rankOf, TYPES, wordOf } from "../kinds.js";
import { beforeParent, type State } from "./state.js";

interface Rename {
  /** Names in one space exclude each other. */
  readonly space: string;
  readonly from: string;
  readonly to: string;
  readonly sql: (from: string, to: string) => string;
}

/** Gives back the names (and schemas) of before; swapped ones by way of a third. */
export function planRenames(state: State): string[] {
  const kept = [...state.before.objects.values()].filter(({ key }) => !state.create.has(key)).sort((a, b) => order(a) - order(b));
  const moves: string[] = [];
  const renames: Rename[] = [];
  for (const before of kept) {
    const after = state.pairs.afterOf(before);
    if (after === null || state.drop.has(after.key)) continue;
    if (before.parent !== null && isMoved(before, after, state)) moves.push(moveSql(before, after, state));
    if (before.local !== after.local && !isInherited(before, after) && before.kind !== "default privileges")
      renames.push(renameOf(before, after, state));
  }
  const schemas = renames.filter(({ space }) => space === "schema");
  const others = renames.filter(({ space }) => space !== "schema");
  return [...untangled(schemas), ...moves, ...untangled(others)];
}

function order({ kind }: Definition): number {
  return (kind === "schema" ? 0 : TYPES.has(kind) ? 1 : kind === "table" ? 2 : 3) * 100 + rankOf(kind);
}

function isInherited(before: Definition, after: Definition): boolean {
  return before.facts["inherited"] === "yes" && after.facts["inherited"] === "yes";
}

function isMoved(before: Definition, after: Definition, state: State): boolean {
  if (PARTS.has(before.kind) || before.kind === "default privileges") return false;
  const home = beforeParent(state, before);
  const now = home === null ? null : state.create.has(home.key) ? null : state.pairs.afterOf(home);
  return now?.key !== after.parent && !(before.kind === "sequence" && after.facets["ownedBy"] !== undefined);
}

/** Schemas have their names of before by then. */
function moveSql(before: Definition, after: Definition, state: State): string {
  const home = after.parent === null ? undefined : state.after.objects.get(after.parent);
  const then = home === undefined ? null : state.pairs.beforeOf(home);
  const from = `${(then ?? home)?.name}.${ownName(before, after.ident)}`;
  return `ALTER ${wordOf(before.kind)} ${from} SET SCHEMA ${beforeParent(state, before)?.name}`;
}

function ownName({ kind, name }: Definition, ident: string): string {
  const routine = kind === "function" || kind === "procedure" || kind === "aggregate";
  return `${ident}${routine ? name.slice(name.indexOf("(")) : ""}`;
}

function renameOf(before: Definition, after: Definition, state: State): Rename {
  const parent = beforeParent(state, before);
  const common = { from: after.ident, to: before.ident };
  const space = RELATION_LIKE.has(before.kind)
    ? `relation ${schemaOf(before, state)?.key}`
    : `${before.kind} ${parent?.key ?? ""}`;
  if (before.kind === "schema" || parent === null)
    return { ...common, space: before.kind, sql: (a, b) => `ALTER ${wordOf(before.kind)} ${a} RENAME TO ${b}` };
  switch (before.kind) {
    case "column":
      return { ...common, space, sql: (a, b) => `ALTER TABLE ${parent.name} RENAME COLUMN ${a} TO ${b}` };
    case "attribute":
      return { ...common, space, sql: (a, b) => `ALTER TYPE ${parent.name} RENAME ATTRIBUTE ${a} TO ${b}` };
    case "constraint": {
      const word = parent.kind === "domain" ? "DOMAIN" : "TABLE";
      return { ...common, space, sql: (a, b) => `ALTER ${word} ${parent.name} RENAME CONSTRAINT ${a} TO ${b}` };
    }
    case "trigger":
    case "rule":
    case "policy":
      return { ...common, space, sql: (a, b) => `ALTER ${wordOf(before.kind)} ${a} ON ${parent.name} RENAME TO ${b}` };
    default: {
      const schema = schemaOf(before, state)?.name ?? "";
      const sql = (a: string, b: string) => `ALTER ${wordOf(before.kind)} ${schema}.${ownName(before, a)} RENAME TO ${b}`;
      return { ...common, space, sql };
    }
  }
}

function schemaOf(object: Definition, state: State): Definition | null {
  for (let at = beforeParent(state, object); at !== null; at = beforeParent(state, at)) if (at.kind === "schema") return at;
  return null;
}

function untangled(renames: readonly Rename[]): string[] {
  const statements: string[] = [];
  let open = [...renames];
  while (open.length > 0) {
    const held = new Set(open.map(({ space, from }) => JSON.stringify([space, from])));
    const free = open.filter(({ space, to }) => !held.has(JSON.stringify([space, to])));
    if (free.length > 0) {
      statements.push(...free.map(({ sql, from, to }) => sql(from, to)));
      open = open.filter((one) => !free.includes(one));
      continue;
    }
    const [first, ...rest] = open;
    if (first === undefined) break;
    const aside = quoted(`${first.from.replaceAll('"', "")}_aside`.slice(0, 60));
    statements.push(first.sql(first.from, aside));
    open = [...rest, { ...first, from: aside }];
  }
  return statements;
}
