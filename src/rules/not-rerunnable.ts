import type { ReadScript } from "../model/statement.js";
import { defineChangeRule } from "./rule.js";
import { startOf, statementOf } from "./statement-of.js";

export const notRerunnable = defineChangeRule({
  id: "not-rerunnable",
  hazard: "no-way-back",
  severity: "warning",
  title: "Stopped half way, the file cannot be run again",
  effect:
    "The file does not run in one transaction: when a statement fails, those before it stay, and a second try stops at the first of them.",
  remedy:
    "Put it into one transaction where all of its statements can run in one; else one statement a file, or guards (IF NOT EXISTS, ON CONFLICT) that make a second run go through.",
  source: "rehearsal: the file run a second time on its own result",
  priorArt: {
    squawk: ["prefer-robust-stmts"],
    pgfence: ["prefer-robust-create-index"],
    migrationpilot: ["MP023"],
    "safe-migrate": ["missing-idempotency"],
  },

  *judge({ migrations }, rehearsal) {
    const rerun = rehearsal?.rerun;
    if (rerun === undefined || rerun.status === "not-applicable" || rerun.status === "idempotent") return;
    const exposed = migrations.filter(({ up }) => staysHalfDone(up));
    if (rerun.error !== null) {
      const { migration, statement, message, sqlstate } = rerun.error;
      const found = exposed.find(({ id }) => id === migration);
      if (found === undefined) return;
      const place = statementOf(migrations, migration, "up", statement)?.place ?? startOf(found.up.file);
      yield {
        migration,
        statement,
        place,
        evidence: "observed",
        message: `${migration} runs outside of a transaction, and a second run stops here: ${message}.`,
        proof: `SQLSTATE ${sqlstate}`,
      };
      return;
    }
    const [first] = exposed;
    if (first === undefined || exposed.length < migrations.length) return;
    yield {
      migration: first.id,
      place: startOf(first.up.file),
      evidence: "observed",
      severity: "info",
      message: `${first.id} runs outside of a transaction, and a second run goes through but changes the database again.`,
    };
  },

  examples: {
    before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
    bad: [
      {
        up: "ALTER TABLE orders ADD COLUMN memo text; CREATE INDEX CONCURRENTLY orders_memo ON orders (memo)",
        transaction: "statement",
      },
    ],
    good: [
      {
        title: "guards",
        up: "ALTER TABLE orders ADD COLUMN IF NOT EXISTS memo text; CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_memo ON orders (memo)",
        transaction: "statement",
      },
      { title: "one transaction", up: "ALTER TABLE orders ADD COLUMN memo text; CREATE INDEX orders_memo ON orders (memo)" },
      {
        title: "one transaction of its own",
        up: "BEGIN; ALTER TABLE orders ADD COLUMN memo text; CREATE TABLE more (id int); COMMIT",
        transaction: "statement",
      },
      {
        title: "one transaction of its own in one message",
        up: "BEGIN; ALTER TABLE orders ADD COLUMN memo text; CREATE TABLE more (id int); COMMIT",
        transaction: "implicit",
      },
      {
        title: "a setting and a single statement",
        up: "SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN memo text",
        transaction: "statement",
      },
      { title: "a single statement", up: "ALTER TABLE orders ADD COLUMN memo text", transaction: "statement" },
    ],
  },
});

/** Several units that commit one by one: some of them can be done and others not. */
function staysHalfDone({ transaction, statements }: ReadScript): boolean {
  if (transaction === "file" || transaction === "all") return false;
  let units = 0;
  // A message of several statements is one transaction until a COMMIT in it.
  let open = false;
  for (const statement of statements) {
    const boundary = boundaryOf(statement);
    if (boundary === "commit" || boundary === "rollback") open = false;
    else if (boundary === "begin") {
      open = true;
      units++;
    } else if (!open && leavesSomething(statement)) {
      units++;
      open = transaction === "implicit";
    }
  }
  return units > 1;
}

function boundaryOf({ operations }: ReadScript["statements"][number]): "begin" | "commit" | "rollback" | null {
  for (const { operation, inside } of operations) {
    if (operation.kind !== "transaction" || inside !== "statement") continue;
    if (operation.action === "begin" || operation.action === "commit" || operation.action === "rollback") return operation.action;
  }
  return null;
}

/** Settings and questions leave nothing behind. */
function leavesSomething({ operations }: ReadScript["statements"][number]): boolean {
  return operations.some(({ operation }) => !["set", "reset", "select", "psql-command", "transaction"].includes(operation.kind));
}
