import { brokenQueries } from "../awkward/references.js";
import type { TableRow } from "../awkward/table-rows.js";
import type { Session } from "../engine.js";
import { literal, quoted } from "../quoted.js";
import { insertsOf } from "./insert-sql.js";
import { sourceOf } from "./plan-references.js";
import { planUnit, type UnitFacts, type UnitPlan } from "./plan-unit.js";
import { runAsOwners } from "./run-as-owners.js";
import { settleChecks } from "./settle-checks.js";

export interface UnitFilling {
  readonly rows: number;
  /** Number of the row behind the last one that was tried. */
  readonly next: number;
  /** Why there are fewer rows than wanted; null where there are not. */
  readonly reason: string | null;
}

/** Rounds in which rows are left out that are there already. */
const ROUNDS = 12;

/** Rows between the ends that checks are tried with; more where a row among the many was refused. */
const FEW = 150;
const MANY = 40_000;

/** Adds `count` rows, the first of them with the number `first`. */
export async function fillUnit(session: Session, facts: UnitFacts, first: number, count: number): Promise<UnitFilling> {
  const none = (reason: string): UnitFilling => ({ rows: 0, next: first + count, reason });
  const plan = await planUnit(session, facts);
  if (typeof plan === "string") return none(plan);
  const owners = facts.schema.ownersOf([facts.unit.table]);
  for (const between of [FEW, MANY]) {
    const unsolved = await settleChecks(session, owners, plan, { first, last: first + count - 1, between });
    if (unsolved !== null) return none(unsolved);
    const filling = await insert(session, owners, plan, facts, first, count);
    if (filling.rows > 0 || filling.sqlstate !== CHECK_VIOLATION || plan.components.length === 0 || between === MANY)
      return filling;
  }
  return none("takes no row");
}

const CHECK_VIOLATION = "23514";
/** Duplicate keys, and ranges that overlap. */
const CONFLICTS = ["23505", "23P01"];

async function insert(
  session: Session,
  owners: readonly string[],
  plan: UnitPlan,
  { unit, schema }: UnitFacts,
  first: number,
  count: number,
): Promise<UnitFilling & { readonly sqlstate: string | null }> {
  const broken = [...brokenQueries(unit.table, schema), ...repeatedQueries(unit.table)];
  const filtered = plan.references.some(({ filter }) => filter !== null);
  let [rows, next, leavesOut] = [0, first, false];
  let refused: { readonly message: string | null; readonly sqlstate: string | null } = { message: null, sqlstate: null };
  for (let round = 0; rows < count && round < ROUNDS; round++) {
    const last = next + count - rows - 1;
    const answer = await runAsOwners(session, owners, { statements: insertsOf(plan, { first: next, last, leavesOut }), broken });
    if (answer.message !== null) {
      refused = refused.message === null ? answer : refused;
      if (leavesOut || !CONFLICTS.includes(answer.sqlstate ?? "")) break;
      leavesOut = true;
      continue;
    }
    const tried = last - next + 1;
    next = last + 1;
    rows += answer.rows;
    // The next round would hardly add more.
    if ((tried > FEW && answer.rows * 50 < tried) || (!leavesOut && !filtered && answer.rows < tried)) break;
  }
  const reason = rows >= count ? null : (refused.message ?? "the server left rows out");
  return { rows, next, reason, sqlstate: refused.sqlstate };
}

/** What is unique only when a transaction ends is not looked at in a replica's session. */
function repeatedQueries(table: TableRow): { name: string; sql: string }[] {
  const names = new Map(table.columns.map(({ name, number }) => [number, quoted(name)]));
  return table.uniques
    .filter(({ deferrable, plain }) => deferrable && plain)
    .map(({ name, columns }) => {
      const list = columns.map((column) => names.get(column) ?? "").join(", ");
      const filled = columns.map((column) => `${names.get(column) ?? ""} is not null`).join(" and ");
      return {
        name: literal(name),
        sql: `select exists (select from ${sourceOf(table)} where ${filled} group by ${list} having count(*) > 1)`,
      };
    });
}
