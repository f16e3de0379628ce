import { goesLater } from "./moved-rows.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";
import { columnFilledBy, isEased } from "./trigger-filled.js";

export const dropTrigger = defineRule({
  id: "drop-trigger",
  hazard: "advice",
  severity: "warning",
  title: "A dropped trigger does its work no more",
  effect:
    "What it kept up (an audit, a counter, a second column in step with the first) stops at COMMIT, and nothing fails. It takes ACCESS EXCLUSIVE on the table for a moment.",
  remedy:
    "Make sure that the application does its work now. To change a trigger use CREATE OR REPLACE TRIGGER (PostgreSQL 14), or drop and create it in one transaction.",
  source: "https://www.postgresql.org/docs/current/sql-droptrigger.html",
  priorArt: { pgfence: ["drop-trigger"], "postgres-language-server": ["banDropTrigger"] },
  on: "drop-object",

  *predict({ object, names, on }, moment) {
    if (object !== "trigger" || on === null || !moment.isShared(on) || goesLater(on, moment)) return;
    const table = moment.table(on);
    for (const { name } of names) {
      if (table !== undefined && moment.catalog.complete && !table.triggers.some((trigger) => trigger.name === name)) continue;
      const [born, again] = [moment.earlier, moment.later].map((operations) =>
        operations.some(
          ({ operation }) =>
            operation.kind === "create-trigger" && operation.name === name && moment.key(operation.table) === moment.key(on),
        ),
      );
      if (born || again) continue;
      const trigger = table?.triggers.find((each) => each.name === name);
      const filled = trigger === undefined || table === undefined ? null : columnFilledBy(trigger, table, moment);
      if (filled !== null && !isEased(on, filled, moment)) {
        yield {
          table: on,
          severity: "error",
          hazard: "breaks-old-code",
          message: `${sqlText.name(on)} loses its trigger ${name}, which fills ${sqlText.identifier(filled)}: inserts that leave it out fail.`,
          witnesses: [{ kind: "lock", relation: moment.key(on), atLeast: "AccessExclusiveLock" }],
        };
        continue;
      }
      yield {
        table: on,
        message: `${sqlText.name(on)} loses its trigger ${name}, and what it did for each change of the table is done no more.`,
        fix: {
          sql: `-- keep it, and switch it off first: that is easy to take back\nALTER TABLE ${sqlText.name(on)} DISABLE TRIGGER ${sqlText.identifier(name)};`,
          edits: [],
          verified: false,
          differs: "the trigger is there still, switched off",
        },
        witnesses: [{ kind: "lock", relation: moment.key(on), atLeast: "AccessExclusiveLock" }],
      };
    }
  },

  examples: {
    before: `CREATE TABLE orders (id bigint PRIMARY KEY); CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER watch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION watch();
CREATE TABLE parts (id bigint PRIMARY KEY, code text NOT NULL); CREATE FUNCTION code() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.code := NEW.id::text; RETURN NEW; END';
CREATE TRIGGER code BEFORE INSERT ON parts FOR EACH ROW EXECUTE FUNCTION code();`,
    bad: [
      { title: "it fills a column that must not be NULL", up: "DROP TRIGGER code ON parts" },
      "DROP TRIGGER watch ON orders",
      "DROP TRIGGER IF EXISTS watch ON orders",
    ],
    good: [
      "DROP TRIGGER IF EXISTS never_there ON orders",
      "DROP TRIGGER watch ON orders; CREATE TRIGGER watch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION watch()",
      "CREATE TABLE scratch (id int); CREATE TRIGGER watch BEFORE INSERT ON scratch FOR EACH ROW EXECUTE FUNCTION watch(); DROP TRIGGER watch ON scratch",
    ],
  },
});
