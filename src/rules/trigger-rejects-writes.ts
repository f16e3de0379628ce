import { routineKeyOf } from "../catalog/key-of.js";
import type { OperationOf } from "../model/operation.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";
import { triggerBodyRefused } from "./trigger-body-refused.js";

export const triggerRejectsWrites = defineRule({
  id: "trigger-rejects-writes",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A trigger that turns every write away",
  effect:
    "Its function raises an exception whatever the row, or holds an INSERT that the server refuses: from COMMIT on each such write of the running application fails.",
  remedy:
    "Stop the writes in the application first; until then let the trigger warn, or raise for the roles that it is meant for.",
  source: "https://www.postgresql.org/docs/current/plpgsql-errors-and-messages.html",
  priorArt: {},
  on: "create-trigger",

  *predict(operation, moment) {
    const { name, table, timing, events, routine } = operation;
    if (!moment.isShared(table)) return;
    const key = routineKeyOf(routine, moment.catalog);
    const found = key === undefined ? undefined : moment.catalog.routines.get(key);
    const body = found?.body ?? null;
    const conditional = /\bwhen\s*\(/iu.test(moment.statement.text);
    const cause =
      body === null
        ? searchCause(operation, moment)
        : alwaysRaises(body)
          ? "raises an exception for every row"
          : found?.language === "plpgsql"
            ? triggerBodyRefused(body, moment)
            : null;
    if (cause === null || conditional) return;
    const dropped = moment.later.some(
      ({ operation, sameTransaction }) =>
        sameTransaction &&
        operation.kind === "drop-object" &&
        operation.object === "trigger" &&
        operation.names.some((each) => each.name === name),
    );
    if (dropped) return;
    yield {
      table,
      message: `${sqlText.name(routine)}() ${cause}, so ${timing === "after" ? "each" : "any"} ${events.join(", ")} on ${sqlText.name(table)} fails.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "ShareRowExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders VALUES (1, 1);",
    bad: [
      "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'orders is read only'; END $$; CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION closed()",
      {
        title: "an upsert without its unique index",
        up: "CREATE TABLE sums (id bigint, total int); CREATE INDEX ON sums (id); CREATE FUNCTION mirror() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO sums (id, total) VALUES (NEW.id, NEW.total) ON CONFLICT (id) DO UPDATE SET total = excluded.total; RETURN NULL; END $$; CREATE TRIGGER mirror AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION mirror()",
      },
      {
        title: "an INSERT of a column that is not there",
        up: "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb); CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO outbox (body) VALUES (to_jsonb(NEW)); RETURN NULL; END $$; CREATE TRIGGER tell AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION tell()",
      },
      {
        title: "an INSERT that leaves out a required column",
        up: "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, payload jsonb); CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO outbox (payload) VALUES (to_jsonb(NEW)); RETURN NULL; END $$; CREATE TRIGGER tell AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION tell()",
      },
      {
        title: "a partitioned log without partitions",
        up: "CREATE TABLE log (id bigint, at timestamptz) PARTITION BY RANGE (at); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (id, at) VALUES (NEW.id, now()); RETURN NULL; END $$; CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note()",
      },
      "CREATE FUNCTION positive() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.total := abs(NEW.total); END $$; CREATE TRIGGER positive BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION positive()",
      {
        title: "a text search configuration without its schema",
        up: "ALTER TABLE orders ADD COLUMN note text, ADD COLUMN words tsvector; CREATE TRIGGER words BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'simple', note)",
      },
    ],
    good: [
      {
        title: "a log whose partition comes later",
        up: "CREATE TABLE log (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (id, at) VALUES (NEW.id, now()); RETURN NULL; END $$; CREATE TRIGGER note AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note(); CREATE TABLE log_rest PARTITION OF log DEFAULT",
      },
      {
        title: "the column comes before COMMIT",
        up: "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL DEFAULT 'order'); CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO outbox (body) VALUES (to_jsonb(NEW)); RETURN NULL; END $$; CREATE TRIGGER tell AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION tell(); ALTER TABLE outbox ADD COLUMN body jsonb",
      },
      {
        title: "an upsert whose unique index comes before COMMIT",
        up: "CREATE TABLE sums (id bigint, total int); CREATE FUNCTION mirror() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO sums (id, total) VALUES (NEW.id, NEW.total) ON CONFLICT (id) DO UPDATE SET total = excluded.total; RETURN NULL; END $$; CREATE TRIGGER mirror AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION mirror(); CREATE UNIQUE INDEX ON sums (id)",
      },
      "ALTER TABLE orders ADD COLUMN note text, ADD COLUMN words tsvector; CREATE TRIGGER words BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'pg_catalog.simple', note)",
      "CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.total < 0 THEN RAISE EXCEPTION 'negative'; END IF; RETURN NEW; END $$; CREATE TRIGGER checked BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION checked()",
      "CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'written'; RETURN NEW; END $$; CREATE TRIGGER told BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION told()",
    ],
  },
});

/** A tsvector trigger of the server refuses to run without a qualified configuration, after the row, or once a statement (tsvector_op.c, 15). */
function searchCause({ routine, timing, level }: OperationOf<"create-trigger">, { statement }: Moment): string | null {
  if (routine.name !== "tsvector_update_trigger" || (routine.schema ?? "pg_catalog") !== "pg_catalog") return null;
  if (timing !== "before" || level !== "row") return "has to run BEFORE each ROW";
  const configuration = /\btsvector_update_trigger"?\s*\([^,()]*,\s*'([^']*)'/iu.exec(statement.text)?.[1];
  return configuration === undefined || configuration.includes(".")
    ? null
    : "wants the schema of the text search configuration, such as pg_catalog.simple";
}

/** The first statement of the body, past its declarations, is an exception. */
function alwaysRaises(body: string): boolean {
  const code = body.replace(/--[^\n]*/gu, " ").replace(/\/\*[\s\S]*?\*\//gu, " ");
  return /^[^;]*?\bbegin\s+raise\s+(?:exception\b|(?!debug|log|info|notice|warning)['\w])/iu.test(
    code.replace(/^\s*declare\b[\s\S]*?\bbegin\b/iu, "begin"),
  );
}
