import type { Definition } from "../definitions.js";
import { TYPES } from "../kinds.js";

interface Privilege {
  readonly act: string;
  readonly who: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** From the privileges that are there to those that were; both as they differ from the default. */
export function privilegeSql(object: Definition, parent: Definition | null, value: string | null, was: string | null): string[] {
  const [then, now] = [read(value), read(was)];
  const statements: Privilege[] = [];
  for (const [key, item] of now) {
    const wanted = then.get(key);
    if (wanted === undefined) statements.push({ ...item, act: item.act === "GRANT" ? "REVOKE" : "GRANT", grantable: false });
    else if (item.grantable && !wanted.grantable && wanted.act === "GRANT") statements.push({ ...item, act: "REVOKE" });
  }
  for (const [key, item] of then) {
    const there = now.get(key);
    if (there?.act !== item.act || (item.grantable && !there.grantable)) statements.push(item);
  }
  return grouped(statements).map((items) => sql(items, object, parent));
}

function read(json: string | null): Map<string, Privilege> {
  const value: unknown = JSON.parse(json ?? "[]");
  const items = Array.isArray(value) ? value : [];
  return new Map(
    items.map((item: unknown): [string, Privilege] => {
      const [act, who, privilege, grantable] = Array.isArray(item) ? item : [];
      return [
        `${who} ${privilege}`,
        { act: String(act), who: String(who), privilege: String(privilege), grantable: grantable === true },
      ];
    }),
  );
}

/** Privileges that one statement can speak of. */
function grouped(items: readonly Privilege[]): Privilege[][] {
  const groups = new Map<string, Privilege[]>();
  for (const item of items) {
    const key = JSON.stringify([item.act, item.who, item.grantable]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

function sql(items: readonly Privilege[], object: Definition, parent: Definition | null): string {
  const [{ act, who, grantable } = { act: "", who: "", grantable: false }] = items;
  const column = object.kind === "column" ? ` (${object.ident})` : "";
  const privileges = items.map(({ privilege }) => `${privilege}${column}`).join(", ");
  const prefix = object.kind === "default privileges" ? `ALTER DEFAULT PRIVILEGES ${object.name} ` : "";
  const whom = act === "GRANT" ? `TO ${who}${grantable ? " WITH GRANT OPTION" : ""}` : `FROM ${who}`;
  return `${prefix}${act}${act === "REVOKE" && grantable ? " GRANT OPTION FOR" : ""} ${privileges} ON ${target(object, parent)} ${whom}`;
}

function target({ kind, name, facts }: Definition, parent: Definition | null): string {
  if (kind === "default privileges") return facts["on"] ?? "";
  if (kind === "column") return `TABLE ${parent?.name}`;
  if (TYPES.has(kind)) return `TYPE ${name}`;
  if (kind === "sequence") return `SEQUENCE ${name}`;
  if (kind === "schema") return `SCHEMA ${name}`;
  if (kind === "function" || kind === "aggregate") return `FUNCTION ${name}`;
  return kind === "procedure" ? `PROCEDURE ${name}` : `TABLE ${name}`;
}
