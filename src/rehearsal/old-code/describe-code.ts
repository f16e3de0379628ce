import type { ApplicationQuery, CodeState, OldCode, ReadRoutine } from "../../model/old-code.js";
import { type OpenDatabase, refreshSession } from "../open-database.js";
import { undone } from "./attempt.js";
import { compareDependents } from "./compare-dependents.js";
import { compareQueries } from "./compare-queries.js";
import { describeDependents } from "./describe-dependents.js";
import { describeQueries } from "./describe-queries.js";

/**
 * What old code meets on the database as it is: each query prepared and planned, each body in the database checked. Runs
 * as the migration role in a transaction that is rolled back, and writes nothing.
 */
export async function describeCode(
  open: OpenDatabase,
  queries: readonly ApplicationQuery[],
  readRoutine: ReadRoutine,
): Promise<CodeState> {
  await refreshSession(open);
  const { session } = open;
  return undone(session, async () => {
    const dependents = await describeDependents(session, readRoutine);
    return { queries: await describeQueries(session, queries), dependents };
  });
}

/** What worked before the change and fails, gives something else, or reads more after it. */
export function compareCode(before: CodeState, after: CodeState): OldCode {
  const { changes, unreadable } = compareQueries(before.queries, after.queries);
  const dependents = compareDependents(before.dependents, after.dependents);
  return { queries: before.queries.length, changes, dependents, unreadable };
}
