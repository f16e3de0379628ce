import { groupsOf } from "../catalog/groups-of.js";
import { routineKeyOf } from "../catalog/key-of.js";
import { relationsOf } from "../catalog/view-reads.js";
import type { Catalog, RoleRights } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { nameOfKey } from "./effects-words.js";
import { holdersOf, isGrantedLater, mayDo } from "./rights.js";
import { defineRule, type Moment, type Prediction } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const revokeBreaksUsers = defineRule({
  id: "revoke-breaks-users",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "A role loses rights",
  effect: "Whatever runs as that role, and needs the right, fails from COMMIT on.",
  remedy: "Grant the new rights first, move the code over, then revoke.",
  source: "https://www.postgresql.org/docs/current/sql-revoke.html",
  priorArt: { "safe-migrate": ["privilege-change"] },
  on: ["grant", "change-owner", "alter-object"],

  *predict(operation, moment) {
    if (operation.kind === "change-owner") return yield* ownerLoses(operation, moment);
    if (operation.kind === "alter-object") return yield* readersLose(operation, moment);
    const { grant, to, object, names, allInSchema, privileges } = operation;
    if (grant || to.length === 0 || object === "other") return;
    if (object === "schema") {
      const closed = [...schemaCloses(operation, moment)];
      yield* closed;
      if (closed.length > 0) return;
    }
    const settled = names.filter((name) => object !== "table" || moment.isShared(name));
    const loser = settled.length === 0 && !allInSchema ? null : loserOf(operation, moment);
    const back = moment.later.some(
      ({ operation }) => operation.kind === "grant" && operation.grant && operation.object === object,
    );
    if (loser === null && (back || (settled.length === 0 && !allInSchema))) return;
    // PUBLIC loses what nobody should have had.
    if (loser === null && to.every((role) => role.toLowerCase() === "public")) return;
    yield {
      table: object === "table" ? (settled[0] ?? null) : null,
      ...(loser === null || (isRoutine(object) && givesOthers(operation, moment)) ? {} : { severity: "error" as const }),
      message:
        `${(loser === null ? to : [loser]).join(", ")} ${loser !== null || to.length === 1 ? "loses" : "lose"} ${privileges.length === 0 ? "all rights" : privileges.map((right) => right.replace(/^[^(]*/u, (kind) => kind.toUpperCase())).join(", ")} on ${allInSchema ? "everything in" : ""} ${settled.map(sqlText.name).join(", ")}.`.replace(
          "  ",
          " ",
        ),
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint); CREATE VIEW ids AS SELECT id FROM orders; GRANT SELECT ON ids TO pg_monitor; CREATE TABLE parts (id bigint); CREATE VIEW part_ids AS SELECT id FROM parts; GRANT SELECT ON part_ids, parts TO pg_monitor; GRANT UPDATE (id) ON parts TO pg_monitor; CREATE FUNCTION price() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE shared (id bigint); GRANT SELECT ON shared TO pg_monitor, pg_read_all_stats; CREATE TABLE jobs (id bigint); ALTER TABLE jobs OWNER TO pg_monitor; CREATE SCHEMA store; CREATE TABLE store.bins (id bigint, cost int); GRANT USAGE ON SCHEMA store TO pg_monitor; GRANT SELECT ON store.bins TO pg_monitor;",
    bad: [
      {
        title: "a warning where the change names who may call it from now on",
        up: "REVOKE ALL ON FUNCTION price() FROM PUBLIC; GRANT EXECUTE ON FUNCTION price() TO pg_monitor",
      },
      "REVOKE INSERT ON orders FROM CURRENT_USER",
      "REVOKE SELECT ON parts FROM pg_monitor",
      { title: "a schema that PUBLIC could use", up: "REVOKE USAGE ON SCHEMA public FROM PUBLIC" },
      { title: "a schema in which it has rights", up: "REVOKE ALL ON SCHEMA store FROM pg_monitor" },
      {
        title: "only some of the columns are given back",
        up: "REVOKE SELECT ON store.bins FROM pg_monitor; GRANT SELECT (id) ON store.bins TO pg_monitor",
      },
      { title: "a function that everybody could call", up: "REVOKE EXECUTE ON FUNCTION price() FROM PUBLIC" },
      { title: "a column", up: "REVOKE UPDATE (id) ON parts FROM pg_monitor" },
      { title: "the role owned the table", up: "ALTER TABLE jobs OWNER TO CURRENT_USER" },
      {
        title: "its readers have no rights on the table under the view",
        up: "ALTER VIEW ids SET (security_invoker = true)",
      },
    ],
    good: [
      "REVOKE ALL ON orders FROM PUBLIC",
      {
        title: "a column, given again under its new name",
        up: "REVOKE UPDATE (id) ON parts FROM pg_monitor; ALTER TABLE parts RENAME id TO number; GRANT UPDATE (number) ON parts TO pg_monitor",
      },
      "REVOKE ALL ON FUNCTION price() FROM PUBLIC; GRANT EXECUTE ON FUNCTION price() TO pg_monitor, pg_read_all_stats",
      "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
      "REVOKE ALL ON SCHEMA store FROM pg_monitor; GRANT USAGE ON SCHEMA store TO pg_monitor",
      "REVOKE SELECT ON store.bins FROM pg_monitor; GRANT SELECT (id, cost) ON store.bins TO pg_monitor",
      "REVOKE ALL ON ids FROM pg_monitor; GRANT SELECT (id) ON ids TO pg_monitor",
      "ALTER VIEW part_ids SET (security_invoker = true)",
      "ALTER TABLE jobs OWNER TO CURRENT_USER; GRANT SELECT, INSERT ON jobs TO pg_monitor",
      "REVOKE ALL ON orders FROM CURRENT_USER; GRANT SELECT ON orders TO CURRENT_USER",
    ],
  },
});

/** The role of which the history, or the server, says that it had what it loses, and cannot do otherwise. */
function loserOf(operation: OperationOf<"grant">, moment: Moment): string | null {
  const { object, names, to, allInSchema, partly } = operation;
  if (partly === true) return null;
  const gone = moment
    .laterOf("drop-object")
    .flatMap(({ operation }) => (operation.kind === "drop-object" && operation.object === "role" ? operation.names : []));
  // Who drops the role knows that nothing runs as it.
  const stays = (role: string) => !gone.some(({ name }) => name === role);
  if (object === "role") {
    const holdsMore = (group: string) =>
      [...(moment.change.base.grants ?? [])].some(([key, held]) => !key.startsWith("role ") && held.has(group));
    const groups = names.filter(({ name }) => holdsMore(name)).map(({ name }) => name);
    return to.find((role) => stays(role) && groups.some((group) => groupsOf(role, moment.change.base).includes(group))) ?? null;
  }
  if (object === "function" || object === "procedure" || object === "routine") {
    if (allInSchema) return null;
    return names.flatMap((name) => callersLost(name, to, moment)).find(stays) ?? null;
  }
  if (object !== "table" && object !== "sequence") return null;
  const { base } = moment.change;
  const keys = allInSchema
    ? [...(base.grants?.keys() ?? [])].filter((key) => names.some(({ name }) => key.startsWith(`${name}.`)))
    : names.map((name) => moment.key(name));
  for (const key of keys) {
    for (const role of to) {
      const lost = rightsTaken(operation, role, key, moment);
      if (stays(role) && lost.some((right) => !isGivenBack(right, role, key, object, moment))) return role;
    }
  }
  return null;
}

/** Rights that the role had by a grant to itself, and has in no other way. */
function rightsTaken({ privileges }: OperationOf<"grant">, role: string, key: string, moment: Moment): readonly string[] {
  const taken = new Set(privileges.map((right) => right.toLowerCase()));
  const { base } = moment.change;
  const others: Catalog = {
    ...base,
    grants: new Map([...(base.grants ?? [])].map(([on, held]) => [on, on === key ? without(held, role) : held])),
  };
  return [...(base.grants?.get(key)?.get(role) ?? [])].filter((right) => {
    const kind = right.replace(/\(.*$/u, "");
    if (!USED.test(kind) || !(taken.has("all") || taken.has(kind) || taken.has(right))) return false;
    return !mayDo(role, kind, key, others);
  });
}

/** By a grant of the right itself, of all, or on every column of a table. */
function isGivenBack(right: string, role: string, key: string, object: "table" | "sequence", moment: Moment): boolean {
  const { catalog } = moment;
  const columns = (catalog.tables.get(key) ?? catalog.views.get(key))?.columns ?? [];
  const kind = right.replace(/\(.*$/u, "");
  const renamed = renamedLater(right, key, moment);
  const gives = (privileges: readonly string[]) => {
    const given = privileges.map((each) => each.toLowerCase());
    if (given.some((each) => each === "all" || each === "member" || each === kind || each === right || each === renamed))
      return true;
    // Of a view whose columns nobody told, some are taken for all.
    if (!given.some((each) => each.startsWith(`${kind}(`))) return false;
    return columns.every(({ name }) => name === null || privileges.includes(`${kind}(${name})`));
  };
  return isGrantedLater(role, nameOfKey(key), moment, object, gives);
}

/** A right on a column keeps to it under its new name. */
function renamedLater(right: string, key: string, moment: Moment): string {
  const [, kind, column] = /^(\w+)\((.*)\)$/u.exec(right) ?? [];
  if (kind === undefined || column === undefined) return right;
  let name = column;
  for (const { operation } of moment.laterOf("rename-column"))
    if (operation.kind === "rename-column" && operation.column === name && moment.key(operation.table) === key)
      name = operation.to;
  return `${kind}(${name})`;
}

const USED = /^(?:select|insert|update|delete|usage)$/u;

function without(rights: RoleRights, role: string): RoleRights {
  return new Map([...rights].filter(([each]) => each !== role));
}

function isRoutine(object: OperationOf<"grant">["object"]): boolean {
  return object === "function" || object === "procedure" || object === "routine";
}

/** PUBLIC could call it, and from now on those can who are named: who says so has thought of who calls it. */
function givesOthers({ names, to }: OperationOf<"grant">, moment: Moment): boolean {
  if (!to.every((role) => role === "public")) return false;
  return moment
    .laterOf("grant")
    .some(
      ({ operation }) =>
        operation.kind === "grant" &&
        operation.grant &&
        isRoutine(operation.object) &&
        names.every(({ name }) => operation.names.some((each) => each.name === name)),
    );
}

/** Everybody may call a function until PUBLIC may not. Triggers call theirs whatever the rights. */
function callersLost(name: RelationName, to: readonly string[], moment: Moment): readonly string[] {
  const { base } = moment.change;
  const key = routineKeyOf(name, base);
  const routine = key === undefined ? undefined : base.routines.get(key);
  if (
    routine === undefined ||
    routine.signatures?.some(({ returns }) => returns === "trigger" || returns === "event_trigger") === true
  )
    return [];
  const may = (role: string, catalog: Catalog) =>
    mayDo(role, "execute", `function ${key}`, catalog) || catalog.grants?.has(`function ${key}`) !== true;
  const users = to.includes("public")
    ? new Set([...(base.grants?.keys() ?? [])].flatMap((on) => holdersOf(on, base)))
    : new Set(to);
  const after = new Map(moment.catalog.grants?.get(`function ${key}`) ?? [["public", new Set(["execute"])]]);
  for (const role of to) after.delete(role);
  const then: Catalog = { ...moment.catalog, grants: new Map([...(moment.catalog.grants ?? []), [`function ${key}`, after]]) };
  return [...users].filter((role) => may(role, base) && !may(role, then) && !isGrantedLater(role, name, moment, "function"));
}

/** What a role may do in a schema it can do only where it may use the schema: by a grant of its own, or as PUBLIC may. */
function* schemaCloses({ names, to, privileges }: OperationOf<"grant">, moment: Moment): Iterable<Prediction> {
  if (!privileges.some((right) => /^(?:all|usage)$/iu.test(right))) return;
  const again = moment
    .laterOf("grant")
    .flatMap(({ operation }) =>
      operation.kind === "grant" && operation.grant && (operation.object === "schema" || operation.object === "role")
        ? operation.to
        : [],
    );
  const gone = moment
    .laterOf("drop-object")
    .flatMap(({ operation }) => (operation.kind === "drop-object" && operation.object === "role" ? operation.names : []));
  const { grants = new Map<string, never>() } = moment.change.base;
  for (const { name } of names) {
    const users = [...grants.keys()]
      .filter((key) => key.startsWith(`${name}.`))
      .flatMap((key) => holdersOf(key, moment.change.base));
    const after = closedTo(to, name, moment);
    const role = users.find(
      (each) =>
        !again.includes(each) &&
        !gone.some((dropped) => dropped.name === each) &&
        (to.includes("public") || mayDo(each, "usage", `schema ${name}`, moment.catalog)) &&
        !mayDo(each, "usage", `schema ${name}`, after),
    );
    if (role === undefined) continue;
    yield {
      table: null,
      severity: "error",
      message: to.includes("public")
        ? `${sqlText.identifier(role)} may use the schema ${sqlText.identifier(name)} only as PUBLIC may, and finds nothing in it once PUBLIC may not.`
        : `${sqlText.identifier(role)} has rights on what stands in the schema ${sqlText.identifier(name)}, and finds nothing there once it may not use the schema.`,
      witnesses: [],
    };
  }
}

/** The catalog once none of these roles has a grant on the schema. */
function closedTo(roles: readonly string[], schema: string, { catalog }: Moment): Catalog {
  const key = `schema ${schema}`;
  const held = [...(catalog.grants?.get(key) ?? [])].filter(([role]) => !roles.includes(role));
  return { ...catalog, grants: new Map([...(catalog.grants ?? []), [key, new Map(held)]]) };
}

/** An owner needs no grant, and keeps none. */
function* ownerLoses({ object, name, owner }: OperationOf<"change-owner">, moment: Moment): Iterable<Prediction> {
  if (object !== "table" && !object.endsWith("view")) return;
  for (const [role, rights] of moment.change.base.grants?.get(moment.key(name)) ?? []) {
    if (!rights.has("owner") || role === owner) continue;
    const groups = groupsOf(role, moment.catalog);
    const granted =
      groups.includes(owner) || [role, ...groups].some((each) => holdersOf(moment.key(name), moment.catalog).includes(each));
    if (granted || isGrantedLater(role, name, moment)) continue;
    yield {
      table: name,
      severity: "error",
      message: `${sqlText.identifier(role)} owned ${sqlText.name(name)}, and has no rights on it once it belongs to ${sqlText.identifier(owner)}.`,
      witnesses: [],
    };
  }
}

/** A view reads with its owner's rights, one with security_invoker with those of whoever asks (15 and later). */
function* readersLose({ object, name }: OperationOf<"alter-object">, moment: Moment): Iterable<Prediction> {
  const { catalog, statement } = moment;
  if (object !== "view" || !/\bset\s*\([^)]*\bsecurity_invoker\b(?!\s*=\s*'?(?:false|off|no|0)\b)/iu.test(statement.text)) return;
  const view = catalog.views.get(moment.key(name));
  if (view === undefined) return;
  const tables = relationsOf(view, (key) => catalog.tables.has(key) || catalog.views.has(key));
  for (const role of holdersOf(moment.key(name), catalog)) {
    const closed = tables.find((key) => catalog.tables.has(key) && !mayDo(role, "select", key, catalog));
    if (closed === undefined || isGrantedLater(role, nameOfKey(closed), moment)) continue;
    yield {
      table: name,
      severity: "error",
      message: `${sqlText.identifier(role)} reads ${sqlText.name(name)} and has no right to read ${sqlText.name(nameOfKey(closed))} itself, which it needs from now on.`,
      witnesses: [],
    };
    return;
  }
}
