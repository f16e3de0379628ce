import type { OperationOf } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { takesNameOf } from "./moved-rows.js";
import { givesUnsaid, holdersOf, isGrantedLater, mayDo } from "./rights.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const replacedWithoutRights = defineRule({
  id: "replaced-without-rights",
  hazard: "breaks-old-code",
  severity: "error",
  title: "What takes the name does not take the rights",
  effect:
    "Rights belong to the relation, not to its name: a view that is dropped and made again, or a new relation under the old name, has none, and queries of the roles that had them fail (42501).",
  remedy: "Grant them on the new one in the same transaction, or use CREATE OR REPLACE VIEW, which keeps them.",
  source: "https://www.postgresql.org/docs/current/ddl-priv.html",
  priorArt: {},
  on: ["drop-object", "drop-table", "rename-table", "rename-object", "set-schema"],

  *predict(operation, moment) {
    if (givesUnsaid(moment)) return;
    for (const name of leaving(operation)) {
      const key = moment.key(name);
      const object = operation.kind === "drop-object" && operation.object === "sequence" ? "sequence" : "table";
      const taken = object === "sequence" ? isMadeAgain(name, moment) : takesNameOf(name, moment) !== null;
      if (moment.change.base.grants?.has(key) !== true || !taken) continue;
      const taker = renamedTo(name, moment);
      const role = holdersOf(key, moment.catalog).find(
        (each) => !isGrantedLater(each, name, moment, object) && !(taker !== null && mayUse(each, taker, moment)),
      );
      if (role === undefined) continue;
      yield {
        table: name,
        message: `${sqlText.identifier(role)} may use ${sqlText.name(name)}, and has no rights on what takes its name: its queries fail.`,
        fix: {
          sql: `GRANT ${rightsOf(key, role, moment.catalog.grants)} ON ${sqlText.name(name)} TO ${sqlText.identifier(role)};`,
          edits: [],
          verified: false,
          role: "sketch",
        },
        witnesses: [],
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY); INSERT INTO orders SELECT generate_series(1, 20); CREATE VIEW order_ids AS SELECT id FROM orders; GRANT SELECT ON order_ids, orders TO pg_monitor; CREATE SEQUENCE numbers; GRANT USAGE ON SEQUENCE numbers TO pg_monitor;",
    bad: [
      "DROP VIEW order_ids; CREATE VIEW order_ids AS SELECT id, 1 AS n FROM orders",
      "ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases",
      { title: "a sequence", up: "DROP SEQUENCE numbers; CREATE SEQUENCE numbers START 1000" },
    ],
    good: [
      "DROP VIEW order_ids; CREATE VIEW order_ids AS SELECT id, 1 AS n FROM orders; GRANT SELECT ON order_ids TO pg_monitor",
      "DROP VIEW order_ids; CREATE VIEW order_ids AS SELECT id FROM orders; GRANT SELECT ON ALL TABLES IN SCHEMA public TO pg_monitor",
      "CREATE OR REPLACE VIEW order_ids AS SELECT id, 1 AS n FROM orders",
      "DROP SEQUENCE numbers; CREATE SEQUENCE numbers START 1000; GRANT USAGE ON SEQUENCE numbers TO pg_monitor",
      {
        title: "granted under its first name",
        up: "CREATE TABLE orders_next (LIKE orders INCLUDING ALL); INSERT INTO orders_next SELECT * FROM orders; GRANT SELECT ON orders_next TO pg_monitor; ALTER TABLE orders RENAME TO orders_before; ALTER TABLE orders_next RENAME TO orders",
      },
    ],
  },
});

function isMadeAgain({ name, schema }: RelationName, moment: Moment): boolean {
  return moment
    .laterOf("create-sequence")
    .some(
      ({ operation }) =>
        operation.kind === "create-sequence" &&
        operation.sequence.name === name &&
        (operation.sequence.schema ?? schema) === (schema ?? operation.sequence.schema),
    );
}

/** Relations whose name gets free. */
function leaving(
  operation: OperationOf<"drop-object" | "drop-table" | "rename-table" | "rename-object" | "set-schema">,
): readonly RelationName[] {
  switch (operation.kind) {
    case "drop-table":
      return operation.tables;
    case "rename-table":
      return [operation.table];
    case "drop-object":
      return operation.object.endsWith("view") || operation.object === "sequence" ? operation.names : [];
    default:
      return operation.object.endsWith("view") || operation.object === "table" ? [operation.name] : [];
  }
}

function rightsOf(key: string, role: string, grants: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> | undefined) {
  return [...(grants?.get(key)?.get(role) ?? [])].map((right) => right.toUpperCase()).join(", ");
}

/** The relation that is renamed to this name later, under the name it has until then. */
function renamedTo({ name }: RelationName, moment: Moment): RelationName | null {
  for (const { operation } of moment.laterOf("rename-table", "rename-object")) {
    if (operation.kind === "rename-table" && operation.to === name) return operation.table;
    if (operation.kind === "rename-object" && operation.to === name && operation.on === null) return operation.name;
  }
  return null;
}

function mayUse(role: string, relation: RelationName, moment: Moment): boolean {
  const rights = ["select", "insert", "update", "delete"];
  return (
    isGrantedLater(role, relation, moment) || rights.some((right) => mayDo(role, right, moment.key(relation), moment.catalog))
  );
}
