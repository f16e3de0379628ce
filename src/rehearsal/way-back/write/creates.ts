import { literal } from "../../quoted.js";
import type { Definition } from "../definitions.js";
import { rankOf } from "../kinds.js";
import { relabels } from "./change.js";
import { alterColumnSql } from "./column-sql.js";
import { createSql } from "./create-sql.js";
import type { State } from "./state.js";

/** Makes and alters, each after what it needs. */
export function planCreates(state: State): string[] {
  const { objects } = state.before;
  const statements: string[] = [];
  const seen = new Set<string>();
  const parts = partsOf(objects);
  const visit = (object: Definition) => {
    if (seen.has(object.key)) return;
    seen.add(object.key);
    // A new table is made with its columns and their defaults, so it needs what they need.
    const inside = state.create.has(object.key) ? folded(object, parts) : [];
    for (const key of [object, ...inside].flatMap(({ needs }) => needs)) {
      const need = objects.get(key);
      if (need !== undefined && !inside.includes(need)) visit(need);
    }
    statements.push(...statementsOf(object, state));
  };
  for (const object of [...objects.values()].sort(inOrder)) visit(object);
  return statements;
}

function inOrder(a: Definition, b: Definition): number {
  return rankOf(a.kind) - rankOf(b.kind) || Number(a.facts["position"] ?? 0) - Number(b.facts["position"] ?? 0) || a.age - b.age;
}

function partsOf(objects: ReadonlyMap<string, Definition>): ReadonlyMap<string, Definition[]> {
  const parts = new Map<string, Definition[]>();
  for (const object of objects.values()) {
    if (object.parent === null || !FOLDED.has(object.kind)) continue;
    parts.set(object.parent, [...(parts.get(object.parent) ?? []), object]);
  }
  return parts;
}

const FOLDED: ReadonlySet<string> = new Set(["column", "attribute", "default"]);

function folded(object: Definition, parts: ReadonlyMap<string, Definition[]>): Definition[] {
  return (parts.get(object.key) ?? []).flatMap((part) => [part, ...folded(part, parts)]);
}

function statementsOf(object: Definition, state: State): string[] {
  if (state.create.has(object.key)) return createSql(object, state);
  const after = state.alter.has(object.key) ? state.pairs.afterOf(object) : null;
  return after === null ? [] : alterSql(object, after, state);
}

function alterSql(before: Definition, after: Definition, state: State): string[] {
  switch (before.kind) {
    case "column":
    case "attribute":
      return alterColumnSql(before, after, state);
    case "sequence":
      return [`ALTER SEQUENCE ${before.name} ${before.text}`];
    case "function":
    case "procedure":
      return createSql(before, state);
    case "enum":
      return (relabels(before, after) ?? []).map(
        ([from, to]) => `ALTER TYPE ${before.name} RENAME VALUE ${literal(from).trim()} TO ${literal(to).trim()}`,
      );
    case "domain":
      return domainSql(before, after);
    case "extension":
      return extensionSql(before, after);
    default:
      return [];
  }
}

function domainSql(before: Definition, after: Definition): string[] {
  const alter = `ALTER DOMAIN ${before.name}`;
  const [then, now] = [before.facts, after.facts];
  const value = then["default"];
  return [
    ...(value === now["default"] ? [] : [value === undefined ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${value}`]),
    ...(then["notNull"] === now["notNull"] ? [] : [`${alter} ${then["notNull"] === "yes" ? "SET" : "DROP"} NOT NULL`]),
  ];
}

function extensionSql(before: Definition, after: Definition): string[] {
  const [then, now] = [before.facts, after.facts];
  return [
    ...(then["schema"] === now["schema"] ? [] : [`ALTER EXTENSION ${before.name} SET SCHEMA ${then["schema"]}`]),
    ...(then["version"] === now["version"] ? [] : [`ALTER EXTENSION ${before.name} UPDATE TO ${then["version"]}`]),
  ];
}
