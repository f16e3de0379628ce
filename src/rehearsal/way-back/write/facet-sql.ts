import { literal } from "../../quoted.js";
import type { Definition } from "../definitions.js";
import { wordOf } from "../kinds.js";
import { privilegeSql } from "./privilege-sql.js";
import { beforeParent, type State } from "./state.js";

type Value = string | null;

/** Sets one thing about an object that is there under the name it had before. */
export function facetSql(facet: string, object: Definition, value: Value, was: Value, state: State): string[] {
  const parent = beforeParent(state, object);
  const { name, kind } = object;
  const table = `ALTER TABLE ${object.kind === "column" || parent?.kind === "table" ? (parent?.name ?? "") : name}`;
  const column = `${table} ALTER COLUMN ${object.ident}`;
  if (facet.startsWith("comment ")) return [`COMMENT ON ${facet.slice("comment ".length)} IS ${text(value)}`];
  switch (facet) {
    case "comment":
      return [`COMMENT ON ${phrase(object, parent)} IS ${text(value)}`];
    case "owner":
      return [`ALTER ${wordOf(kind)} ${name} OWNER TO ${value ?? "CURRENT_USER"}`];
    case "acl":
      return privilegeSql(object, parent, value, was);
    case "persistence":
      return [`${table} SET ${value ?? "LOGGED"}`];
    case "rowSecurity":
      return [`${table} ${value === null ? "DISABLE" : "ENABLE"} ROW LEVEL SECURITY`];
    case "forceRowSecurity":
      return [`${table} ${value === null ? "NO FORCE" : "FORCE"} ROW LEVEL SECURITY`];
    case "replicaIdentity":
      return [`${table} REPLICA IDENTITY ${value ?? "DEFAULT"}`];
    case "cluster":
      return [value === null ? `${table} SET WITHOUT CLUSTER` : `${table} CLUSTER ON ${value}`];
    case "accessMethod":
      return [`${table} SET ACCESS METHOD ${value ?? "heap"}`];
    case "options":
      return optionsSql(table, value, was);
    case "attributeOptions":
      return optionsSql(column, value, was);
    case "storage":
      return [`${column} SET STORAGE ${value ?? object.facts["usualStorage"]}`];
    case "compression":
      return [`${column} SET COMPRESSION ${value ?? "default"}`];
    case "statistics":
      return [`${column} SET STATISTICS ${value ?? "-1"}`];
    case "indexStatistics":
      return indexStatisticsSql(name, value, was);
    case "ownedBy":
      return [`ALTER SEQUENCE ${name} OWNED BY ${value ?? "NONE"}`];
    case "partition":
      return value === null
        ? []
        : [`ALTER TABLE ${value.split("\n")[0]} ATTACH PARTITION ${name} ${value.split("\n").slice(1).join("\n")}`];
    case "inherits":
      return value === null ? [] : [`${table} INHERIT ${value}`];
    case "triggerEnabled":
      return [`${table} ${value ?? "ENABLE"} TRIGGER ${object.ident}`];
    case "ruleEnabled":
      return [`${table} ${value ?? "ENABLE"} RULE ${object.ident}`];
    case "eventTriggerEnabled":
      return [`ALTER EVENT TRIGGER ${name} ${value ?? "ENABLE"}`];
    default:
      throw new Error(`No statement is known for the facet ${facet}`);
  }
}

/** What has to be let go of before anything is dropped, or it would go along. With the names of after. */
export function unlinkSql(facet: string, after: Definition, value: string): string[] {
  if (facet === "partition") return [`ALTER TABLE ${value.split("\n")[0]} DETACH PARTITION ${after.name}`];
  if (facet === "inherits") return value.split(", ").map((parent) => `ALTER TABLE ${after.name} NO INHERIT ${parent}`);
  return [`ALTER SEQUENCE ${after.name} OWNED BY NONE`];
}

export const LINKS: readonly string[] = ["partition", "inherits", "ownedBy"];

function text(value: Value): string {
  return value === null ? "NULL" : literal(value).trim();
}

function phrase(object: Definition, parent: Definition | null): string {
  const { kind, name, ident } = object;
  if (kind === "constraint" && parent?.kind === "domain") return `CONSTRAINT ${ident} ON DOMAIN ${parent.name}`;
  if (kind === "constraint" || kind === "trigger" || kind === "rule" || kind === "policy")
    return `${wordOf(kind)} ${ident} ON ${parent?.name}`;
  return kind === "other" ? name : `${wordOf(kind)} ${name}`;
}

function record(json: Value): Map<string, string> {
  const value: unknown = JSON.parse(json ?? "{}");
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([name, item]) => [name, String(item)]));
}

function optionsSql(alter: string, value: Value, was: Value): string[] {
  const [then, now] = [record(value), record(was)];
  const set = [...then]
    .filter(([name, item]) => now.get(name) !== item)
    .map(([name, item]) => `${name} = ${literal(item).trim()}`);
  const reset = [...now.keys()].filter((name) => !then.has(name));
  return [
    ...(reset.length > 0 ? [`${alter} RESET (${reset.join(", ")})`] : []),
    ...(set.length > 0 ? [`${alter} SET (${set.join(", ")})`] : []),
  ];
}

function indexStatisticsSql(name: string, value: Value, was: Value): string[] {
  const [then, now] = [record(value), record(was)];
  return [...new Set([...then.keys(), ...now.keys()])]
    .filter((at) => then.get(at) !== now.get(at))
    .map((at) => `ALTER INDEX ${name} ALTER COLUMN ${at} SET STATISTICS ${then.get(at) ?? "-1"}`);
}
