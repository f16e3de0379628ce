import { routineKeyOf } from "../catalog/key-of.js";
import type { Catalog, Routine } from "../model/catalog.js";
import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { type BodyRelation, bodyRelations } from "./body-relations.js";
import { nameOfKey } from "./effects-words.js";
import { knowsNames } from "./known-names.js";
import { givesUnsaid, holdersOf, isGrantedLater, mayDo } from "./rights.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const routineRunsAsCaller = defineRule({
  id: "routine-runs-as-caller",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The function no longer runs with its owner's rights",
  effect:
    "SECURITY DEFINER lets callers do what they have no rights to themselves. CREATE OR REPLACE without it, or SECURITY INVOKER, takes that away: calls of roles that lack rights on what the body reads and writes fail (42501).",
  remedy: "Keep SECURITY DEFINER, or grant the callers what the body does in the same transaction.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY",
  priorArt: {},
  on: ["create-routine", "alter-object"],

  *predict(operation, moment) {
    const name = operation.kind === "create-routine" ? operation.routine : operation.name;
    const key = routineKeyOf(name, moment.catalog);
    const before = key === undefined ? undefined : moment.catalog.routines.get(key);
    if (key === undefined || before?.definer !== true || before.origin !== "settled" || (before.signatures?.length ?? 1) > 1)
      return;
    const after = becoming(operation, before, moment);
    if (after === null || givesUnsaid(moment) || !knowsNames(moment)) return;
    const callers = callersOf(key, before, moment.catalog);
    for (const each of bodyRelations(after.body)) {
      const target = found(each, after.path, moment.catalog);
      if (target === null) continue;
      const lacking = callers.roles.filter(
        (caller) => !mayDo(caller, each.right, target, moment.catalog) && !isGrantedLater(caller, nameOfKey(target), moment),
      );
      const [role] = lacking;
      // Where everybody may call it, somebody who may do what it does is taken to be the one who does.
      if (role === undefined || (callers.everybody && lacking.length < callers.roles.length)) continue;
      yield {
        table: nameOfKey(target),
        message: `${sqlText.name(name)}() does ${each.right.toUpperCase()} on ${sqlText.name(nameOfKey(target))} with the rights of its caller from now on, and ${sqlText.identifier(role)} has none: its calls fail.`,
        witnesses: [],
      };
      return;
    }
  },

  examples: {
    before: `CREATE TABLE fees (id bigint, sum int); CREATE TABLE open_fees (id bigint); GRANT SELECT ON open_fees TO pg_monitor;
CREATE FUNCTION fee() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT max(sum) FROM fees';
CREATE FUNCTION open_fee() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT max(id) FROM open_fees';`,
    bad: [
      "CREATE OR REPLACE FUNCTION fee() RETURNS bigint LANGUAGE sql SET search_path = public, pg_temp AS 'SELECT max(sum) FROM fees'",
      "ALTER FUNCTION fee() SECURITY INVOKER",
    ],
    good: [
      "CREATE OR REPLACE FUNCTION fee() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT min(sum) FROM fees'",
      "CREATE OR REPLACE FUNCTION fee() RETURNS bigint LANGUAGE sql AS 'SELECT max(sum) FROM fees'; GRANT SELECT ON fees TO pg_monitor",
      "ALTER FUNCTION open_fee() SECURITY INVOKER",
    ],
  },
});

interface After {
  readonly body: string;
  readonly path: readonly string[];
}

/** What runs with the caller's rights from now on; null where it still runs with the owner's. */
function becoming(
  operation: OperationOf<"create-routine" | "alter-object">,
  { body, searchPath }: Routine,
  { catalog, later, statement }: Moment,
): After | null {
  const again = later.some(
    (each) => /\bsecurity\s+definer\b/iu.test(each.statement.text) && each.operation.kind === "alter-object",
  );
  if (again) return null;
  if (operation.kind === "create-routine") {
    if (!operation.replace || operation.securityDefiner || operation.body === null) return null;
    return { body: operation.body, path: operation.searchPath ?? catalog.searchPath };
  }
  const isRoutine = operation.object === "function" || operation.object === "procedure" || operation.object === "routine";
  if (!isRoutine || body === null || !/\bsecurity\s+invoker\b/iu.test(statement.text)) return null;
  return { body, path: searchPath ?? catalog.searchPath };
}

interface Callers {
  readonly roles: readonly string[];
  /** PUBLIC may call it. */
  readonly everybody: boolean;
}

/** Roles of the history that may call it; of a trigger's function those that write its tables. */
function callersOf(key: string, { signatures = [], name }: Routine, catalog: Catalog): Callers {
  if (signatures.some(({ returns }) => returns === "trigger")) {
    const roles = [...catalog.tables].flatMap(([table, { triggers }]) => {
      const events = triggers.filter(({ routine }) => routine === key || routine === name).flatMap((each) => each.events);
      return holdersOf(table, catalog, new Set(events));
    });
    return { roles, everybody: false };
  }
  const on = `function ${key}`;
  const granted = catalog.grants?.get(on);
  const roles = [...new Set([...(catalog.grants?.keys() ?? [])].flatMap((each) => holdersOf(each, catalog)))];
  return {
    roles: roles.filter((role) => granted === undefined || mayDo(role, "execute", on, catalog)),
    everybody: granted === undefined || granted.has("public"),
  };
}

/** The table or view that the name means along the path. */
function found({ target }: BodyRelation, path: readonly string[], { tables, views }: Catalog): string | null {
  const keys = (target.schema === null ? path : [target.schema]).map((schema) => keyIn(schema, target));
  return keys.find((key) => tables.has(key) || views.has(key)) ?? null;
}

function keyIn(schema: string, { name }: RelationName): string {
  return `${schema}.${name}`;
}
