import { routineKeyOf } from "../catalog/key-of.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const triggerRejectsWrites = defineRule({
  id: "trigger-rejects-writes",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A trigger that turns every write away",
  effect: "Its function raises an exception whatever the row: from COMMIT on each such write of the running application fails.",
  remedy:
    "Stop the writes in the application first; until then let the trigger warn, or raise for the roles that it is meant for.",
  source: "https://www.postgresql.org/docs/current/plpgsql-errors-and-messages.html",
  priorArt: {},
  on: "create-trigger",

  *predict({ name, table, timing, events, routine }, moment) {
    if (!moment.isShared(table)) return;
    const key = routineKeyOf(routine, moment.catalog);
    const body = key === undefined ? null : (moment.catalog.routines.get(key)?.body ?? null);
    const conditional = /\bwhen\s*\(/iu.test(moment.statement.text);
    if (body === null || conditional || !alwaysRaises(body)) return;
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
      message: `${sqlText.name(routine)}() raises an exception for every row, so ${timing === "after" ? "each" : "any"} ${events.join(", ")} on ${sqlText.name(table)} fails.`,
      witnesses: [{ kind: "lock", relation: moment.key(table), atLeast: "ShareRowExclusiveLock" }],
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int); INSERT INTO orders VALUES (1, 1);",
    bad: [
      "CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'orders is read only'; END $$; CREATE TRIGGER closed BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION closed()",
    ],
    good: [
      "CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.total < 0 THEN RAISE EXCEPTION 'negative'; END IF; RETURN NEW; END $$; CREATE TRIGGER checked BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION checked()",
      "CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'written'; RETURN NEW; END $$; CREATE TRIGGER told BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION told()",
    ],
  },
});

/** The first statement of the body, past its declarations, is an exception. */
function alwaysRaises(body: string): boolean {
  const code = body.replace(/--[^\n]*/gu, " ").replace(/\/\*[\s\S]*?\*\//gu, " ");
  return /^[^;]*?\bbegin\s+raise\s+(?:exception\b|(?!debug|log|info|notice|warning)['\w])/iu.test(
    code.replace(/^\s*declare\b[\s\S]*?\bbegin\b/iu, "begin"),
  );
}
