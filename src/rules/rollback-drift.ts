import type { Severity } from "../model/finding.js";
import type { SchemaDifference } from "../model/rehearsal.js";
import { isNarrower } from "./narrower-type.js";
import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";
import { wayBackOnPaper } from "./way-back-on-paper.js";

export const rollbackDrift = defineChangeRule({
  id: "rollback-drift",
  hazard: "no-way-back",
  severity: "warning",
  title: "The way back leaves a different schema",
  effect:
    "After going forward and back the schema is not what it was: the next migration meets a database that no test has seen.",
  remedy: "Let the down file restore what is named here, or drop what it leaves.",
  source: "rehearsal: the catalog before and after, object by object",
  priorArt: {},

  *judge(change, rehearsal) {
    const { migrations } = change;
    const [first] = migrations;
    const where = {
      migration: first?.id ?? null,
      direction: "down",
      place: startOf(first?.down?.file ?? first?.up.file ?? ""),
    } as const;
    if (rehearsal === null) {
      const paper = wayBackOnPaper(change);
      const { differences, inTheWay } = paper;
      if (inTheWay !== null && differences.length > 0)
        yield {
          ...where,
          severity: "error",
          evidence: "predicted",
          message: `Going back leaves ${inTheWay}, so that the change cannot be applied again.`,
        };
      else if (differences.length > 0) yield { ...where, ...judged(differences), evidence: "predicted" };
      return;
    }
    const { rollback } = rehearsal;
    if (rollback.status !== "drift") return;
    yield { ...where, ...judged(rollback.differences.filter(({ kind }) => kind !== "column order")), evidence: "observed" };
  },

  examples: {
    before: `CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40), plan int);
CREATE TABLE plans (id int PRIMARY KEY, name text DEFAULT 'free', CONSTRAINT short CHECK (length(name) < 9)); CREATE INDEX plans_name ON plans (name); ALTER TABLE orders ADD FOREIGN KEY (plan) REFERENCES plans ON DELETE RESTRICT;
CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER watch BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION watch();
CREATE FUNCTION rate() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 16';`,
    bad: [
      {
        up: "ALTER TABLE orders ALTER COLUMN note TYPE text",
        down: "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note varchar(40)",
      },
      {
        title: "a table that was there before",
        up: "CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY)",
        down: "DROP TABLE orders",
      },
      {
        title: "a copy that is left, so that the change cannot be applied again",
        up: "CREATE TABLE orders_before AS SELECT * FROM orders; ALTER TABLE orders ADD COLUMN state text",
        down: "ALTER TABLE orders DROP COLUMN state",
      },
      {
        title: "one of two columns",
        up: "ALTER TABLE orders ADD COLUMN state text, ADD COLUMN kind text",
        down: "ALTER TABLE orders DROP COLUMN state",
      },
      {
        title: "a default that does not come back",
        up: "ALTER TABLE plans ALTER COLUMN name SET DEFAULT 'paid'",
        down: "ALTER TABLE plans ALTER COLUMN name DROP DEFAULT",
      },
      {
        title: "a column that comes back shorter",
        up: "ALTER TABLE orders ALTER COLUMN note TYPE text",
        down: "ALTER TABLE orders ALTER COLUMN note TYPE varchar(20)",
      },
      {
        title: "an index that does not come back",
        up: "CREATE INDEX plans_both ON plans (id, name); DROP INDEX plans_name",
        down: "DROP INDEX plans_both",
      },
      {
        title: "a check that does not come back",
        up: "ALTER TABLE plans DROP CONSTRAINT short, ADD CONSTRAINT longer CHECK (length(name) < 90)",
        down: "ALTER TABLE plans DROP CONSTRAINT longer",
      },
      {
        title: "a foreign key that comes back and does something else",
        up: "ALTER TABLE orders DROP CONSTRAINT orders_plan_fkey; ALTER TABLE orders ADD CONSTRAINT orders_plan_fkey FOREIGN KEY (plan) REFERENCES plans ON DELETE CASCADE NOT VALID",
        down: "ALTER TABLE orders DROP CONSTRAINT orders_plan_fkey; ALTER TABLE orders ADD CONSTRAINT orders_plan_fkey FOREIGN KEY (plan) REFERENCES plans NOT VALID",
      },
      {
        title: "a trigger that does not come back",
        up: "DROP TRIGGER watch ON plans; CREATE TRIGGER watch BEFORE INSERT OR UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION watch()",
        down: "DROP TRIGGER watch ON plans",
      },
      {
        title: "a function of before",
        up: "CREATE OR REPLACE FUNCTION rate() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 19'",
        down: "DROP FUNCTION rate()",
      },
    ],
    good: [
      {
        title: "a column that comes back as long as it was",
        up: "ALTER TABLE orders ALTER COLUMN note TYPE text",
        down: "ALTER TABLE orders ALTER COLUMN note TYPE character varying(40)",
      },
      {
        title: "a foreign key that comes back as it was",
        up: "ALTER TABLE orders DROP CONSTRAINT orders_plan_fkey; ALTER TABLE orders ADD CONSTRAINT orders_plan_fkey FOREIGN KEY (plan) REFERENCES plans ON DELETE CASCADE NOT VALID",
        down: "ALTER TABLE orders DROP CONSTRAINT orders_plan_fkey; ALTER TABLE orders ADD CONSTRAINT orders_plan_fkey FOREIGN KEY (plan) REFERENCES plans ON DELETE RESTRICT NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_plan_fkey",
      },
      {
        title: "a default that comes back, with a cast of its own",
        up: "ALTER TABLE plans ALTER COLUMN name SET DEFAULT 'paid'",
        down: "ALTER TABLE plans ALTER COLUMN name SET DEFAULT 'free'::text",
      },
      {
        title: "a trigger and a function that come back",
        up: "DROP TRIGGER watch ON plans; CREATE OR REPLACE FUNCTION rate() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 19'",
        down: "CREATE TRIGGER watch BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION watch(); CREATE OR REPLACE FUNCTION rate() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 16'",
      },
      {
        up: "CREATE INDEX CONCURRENTLY orders_note ON orders (note)",
        down: "DROP INDEX CONCURRENTLY orders_note",
        transaction: "statement",
      },
    ],
  },
});

const SHOWN = 4;

/** Code of before, to which people go back, misses what is gone, and meets what is left to act on its rows; the rest waits for the next migration. */
function judged(differences: readonly SchemaDifference[]): { readonly severity: Severity; readonly message: string } {
  const breaks = differences.some(isFelt);
  const told = differences.map(
    ({ kind, object, before, after }) =>
      `${kind} ${object} ${after === null ? "is gone" : before === null ? "is left" : "is different"}`,
  );
  const more = told.length > SHOWN ? ` and ${told.length - SHOWN} more` : "";
  const message =
    told.length === 0
      ? "Going back leaves rows that were not there before."
      : `Going back leaves a different schema: ${told.slice(0, SHOWN).join("; ")}${more}.`;
  return { severity: breaks ? "error" : "warning", message };
}

function isFelt({ kind, before, after }: SchemaDifference): boolean {
  if (after === null) return OF_QUERIES.has(kind) || OF_ROWS.has(kind) || kind === "index";
  if (before === null) return OF_ROWS.has(kind);
  return kind === "column"
    ? ruleOf(before) !== ruleOf(after) || isNarrower(after, before)
    : OF_ROWS.has(kind) || kind === "function" || kind === "index";
}

/** Of a column's definition: what it refuses and what it fills in. A type that takes as much and storage are for the next migration to meet. */
function ruleOf(definition: string): string {
  const value =
    /\b(?:DEFAULT|GENERATED (?:STORED|VIRTUAL)) .*?(?= IDENTITY | STORAGE | COMPRESSION | STATISTICS | OPTIONS |$)/u.exec(
      definition,
    )?.[0];
  const identity = /\bIDENTITY (?:ALWAYS|BY DEFAULT)/u.exec(definition)?.[0];
  return [/\bNOT NULL\b/u.test(definition), value ?? "", identity ?? ""].join(" ");
}

const OF_QUERIES: ReadonlySet<string> = new Set(["table", "column", "view", "materialized view", "function", "sequence"]);
/** What decides which rows may be written, and how. */
const OF_ROWS: ReadonlySet<string> = new Set([
  "trigger",
  "check constraint",
  "primary key",
  "foreign key",
  "unique constraint",
  "exclusion constraint",
]);
