import type { RelationName } from "../model/relation-name.js";
import { givesUnsaid, holdersOf, isGrantedLater, mayDo } from "./rights.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const sequenceLacksRights = defineRule({
  id: "sequence-lacks-rights",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The default takes numbers from a sequence that the application may not use",
  effect:
    "nextval() in a default runs with the rights of whoever inserts, so that each insert that leaves the column out fails (42501). Only an identity column needs no right on its sequence.",
  remedy: "GRANT USAGE ON SEQUENCE to the roles that insert, before the default; or make it an identity column.",
  source: "https://www.postgresql.org/docs/current/functions-sequence.html",
  priorArt: {},
  on: "set-default",

  *predict({ table, column, expression }, moment) {
    if (!moment.isShared(table) || givesUnsaid(moment)) return;
    const [written] = expression.functions.some(({ name }) => name === "nextval") ? expression.literals : [];
    const sequence = written === undefined ? null : nameIn(written);
    if (sequence === null || !moment.catalog.sequences.has(moment.key(sequence))) return;
    const may = (role: string) =>
      ["usage", "update"].some((right) => mayDo(role, right, moment.key(sequence), moment.catalog)) ||
      isGrantedLater(role, sequence, moment, "sequence");
    const role = holdersOf(moment.key(table), moment.catalog, new Set(["insert"])).find((each) => !may(each));
    if (role === undefined) return;
    yield {
      table,
      message: `${sqlText.identifier(role)} inserts into ${sqlText.name(table)} and may not use the sequence ${sqlText.name(sequence)}: inserts without ${sqlText.identifier(column)} fail.`,
      fix: {
        sql: `GRANT USAGE ON SEQUENCE ${sqlText.name(sequence)} TO ${sqlText.identifier(role)};`,
        edits: [],
        verified: false,
        role: "sketch",
      },
      witnesses: [],
    };
  },

  examples: {
    before:
      "CREATE TABLE tags (name text); INSERT INTO tags SELECT 't' || n FROM generate_series(1, 20) n; GRANT SELECT, INSERT ON tags TO pg_monitor; ALTER TABLE tags ADD COLUMN id bigint;",
    bad: ["CREATE SEQUENCE tag_ids; ALTER TABLE tags ALTER COLUMN id SET DEFAULT nextval('tag_ids')"],
    good: [
      "CREATE SEQUENCE tag_ids; GRANT USAGE ON SEQUENCE tag_ids TO pg_monitor; ALTER TABLE tags ALTER COLUMN id SET DEFAULT nextval('tag_ids')",
      "CREATE SEQUENCE tag_ids; ALTER TABLE tags ALTER COLUMN id SET DEFAULT nextval('tag_ids'); GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pg_monitor",
    ],
  },
});

/** A name as `regclass` takes it. */
function nameIn(written: string): RelationName | null {
  const parts = written.match(/"[^"]+"|[^."]+/gu)?.map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.toLowerCase()));
  const [name, schema = null] = [...(parts ?? [])].reverse();
  return name === undefined ? null : { schema, name };
}
