import { creationSchema } from "../catalog/key-of.js";
import type { Operation } from "../model/operation.js";
import type { RelationName } from "../model/relation-name.js";
import { allTexts, namePattern, settledTexts } from "./history-words.js";
import { actingAs, givesUnsaid, mayDo } from "./rights.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const roleLacksRights = defineRule({
  id: "role-lacks-rights",
  hazard: "cannot-run",
  severity: "error",
  title: "The statement runs as a role that may not do it",
  effect:
    "After SET ROLE the rights of that role count and no others, also for a superuser: CREATE needs the right CREATE on the schema, and each statement its own right on the table (42501).",
  remedy: "Grant the role what it needs before, or RESET ROLE before the statement and give the role the object afterwards.",
  source: "https://www.postgresql.org/docs/current/sql-set-role.html",
  priorArt: {},
  on: [
    ...(["create-table", "create-table-as", "create-view", "create-materialized-view", "create-sequence"] as const),
    ...(["create-enum", "create-domain", "create-type", "create-routine", "insert", "update", "delete"] as const),
  ],

  *predict(operation, moment) {
    const role = actingRole(moment);
    if (role === null || !isPlain(role, moment)) return;
    const made = madeBy(operation);
    if (made !== null) {
      const schema = creationSchema(made, moment.catalog);
      // Up to 14, and where an older database was upgraded, everybody may create in public.
      if (schema === "public" || schema === "pg_temp" || !moment.catalog.schemas.has(schema)) return;
      if (mayDo(role, "create", `schema ${schema}`, moment.catalog)) return;
      yield {
        table: null,
        message: `${sqlText.identifier(role)} may create nothing in the schema ${sqlText.identifier(schema)}, so the server refuses the statement.`,
        witnesses: [],
      };
      return;
    }
    if (operation.kind !== "insert" && operation.kind !== "update" && operation.kind !== "delete") return;
    const key = moment.key(operation.table);
    if (moment.catalog.tables.get(key)?.origin !== "settled" || mayDo(role, operation.kind, key, moment.catalog)) return;
    yield {
      table: operation.table,
      message: `${sqlText.identifier(role)} has no right to ${operation.kind.toUpperCase()} on ${sqlText.name(operation.table)}, so the server refuses the statement.`,
      witnesses: [],
    };
  },

  examples: {
    before: "CREATE SCHEMA store; CREATE TABLE store.bins (id bigint); INSERT INTO store.bins SELECT generate_series(1, 20);",
    bad: [
      "CREATE ROLE gate_clerk NOLOGIN; GRANT USAGE ON SCHEMA store TO gate_clerk; SET ROLE gate_clerk; CREATE TABLE store.labels (id bigint); RESET ROLE",
      "CREATE ROLE gate_clerk NOLOGIN; GRANT USAGE ON SCHEMA store TO gate_clerk; SET ROLE gate_clerk; UPDATE store.bins SET id = 2 WHERE id = 1; RESET ROLE",
    ],
    good: [
      "CREATE ROLE gate_clerk NOLOGIN; GRANT CREATE, USAGE ON SCHEMA store TO gate_clerk; SET ROLE gate_clerk; CREATE TABLE store.labels (id bigint); RESET ROLE",
      "CREATE ROLE gate_clerk NOLOGIN; SET ROLE gate_clerk; RESET ROLE; CREATE TABLE store.labels (id bigint)",
      "CREATE ROLE gate_clerk NOLOGIN; GRANT USAGE ON SCHEMA store TO gate_clerk; GRANT SELECT, UPDATE ON store.bins TO gate_clerk; SET ROLE gate_clerk; UPDATE store.bins SET id = 2 WHERE id = 1; RESET ROLE",
    ],
  },
});

/** The role that SET ROLE of this file left in force; null where it is the migration's own. */
function actingRole(moment: Moment): string | null {
  let role: string | null = null;
  for (const { operation, sameTransaction, statement } of moment.earlierOf("set", "reset")) {
    if (statement.migration !== moment.statement.migration) continue;
    if (operation.kind === "reset" && (operation.name === null || operation.name === "role")) role = null;
    if (operation.kind !== "set" || operation.name !== "role") continue;
    if (operation.scope === "local" && !sameTransaction) continue;
    role = operation.value === null || operation.value.toLowerCase() === "none" ? null : operation.value;
  }
  return role;
}

/** The history makes the role, and nothing says that it may do more than it was granted, or owns something. */
function isPlain(role: string, moment: Moment): boolean {
  const { catalog, change } = moment;
  if (!change.base.complete || givesUnsaid(moment)) return false;
  if (actingAs(role, catalog).some((each) => each.startsWith("pg_"))) return false;
  const texts = allTexts(change);
  const name = namePattern(role);
  const isMade = new RegExp(`\\bcreate\\s+(?:role|user)\\s+${name}`, "iu");
  const hasMore = new RegExp(
    `\\b(?:create|alter)\\s+(?:role|user)\\s+${name}[^;]*\\bsuperuser\\b|\\bauthorization\\s+${name}|\\bowner\\s+to\\s+${name}`,
    "iu",
  );
  const acts = new RegExp(`\\bset\\s+(?:session\\s+|local\\s+)?(?:role|session\\s+authorization)\\s+'?${name}`, "iu");
  return (
    texts.some((text) => isMade.test(text)) &&
    !texts.some((text) => hasMore.test(text)) &&
    !settledTexts(change).some((text) => acts.test(text))
  );
}

function madeBy(operation: Operation): RelationName | null {
  switch (operation.kind) {
    case "create-table":
    case "create-table-as":
      return operation.temporary ? null : operation.table;
    case "create-view":
    case "create-materialized-view":
      return operation.view;
    case "create-sequence":
      return operation.sequence;
    case "create-enum":
    case "create-domain":
    case "create-type":
      return operation.type;
    case "create-routine":
      return operation.routine;
    default:
      return null;
  }
}
