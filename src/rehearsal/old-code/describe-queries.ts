import type { ApplicationQuery, PreparedReading, QueryReading, QueryState, ServerRefusal } from "../../model/old-code.js";
import type { Session } from "../engine.js";
import { attempt } from "./attempt.js";
import { missingColumn } from "./missing-columns.js";
import { type PlanNode, planScans } from "./plan-scans.js";
import { type Prepared, resultColumns } from "./result-columns.js";

const NOTHING = { parameters: [], columns: null, scans: [], relations: [] } as const;

/**
 * Prepares and plans each query on the database as it is, without running any. To be called inside `undone`.
 */
export async function describeQueries(session: Session, queries: readonly ApplicationQuery[]): Promise<readonly QueryState[]> {
  // Settings made after the point that attempts go back to would be undone with them.
  await session.run(`${PLANNER}; savepoint migration_gate`);
  const states: QueryState[] = [];
  for (const query of queries) {
    const readings: PreparedReading[] = [];
    for (const reading of query.readings) readings.push(await describeReading(session, reading));
    states.push({ query, readings });
  }
  return states;
}

async function describeReading(session: Session, reading: QueryReading): Promise<PreparedReading> {
  // PREPARE is not undone by a rollback.
  const prepared = await attempt(session, `prepare migration_gate_query as\n${reading.sql}`);
  if ("refusal" in prepared) return refused(prepared.refusal);
  try {
    return await describePrepared(session, reading);
  } finally {
    await session.run("deallocate migration_gate_query");
  }
}

async function describePrepared(session: Session, { sql, inserts }: QueryReading): Promise<PreparedReading> {
  const [row] = await session.query<{ parameters: string; results: string | null }>(SIGNATURE);
  const parameters = namesIn(row?.parameters);
  const nulls = parameters.length === 0 ? "" : `(${parameters.map(() => "null").join(", ")})`;
  const execute = `execute migration_gate_query${nulls}`;
  const explained = await attempt(session, `explain (verbose, costs off, format json) ${execute}`);
  if ("refusal" in explained && !isOfNulls(explained.refusal)) return refused(explained.refusal);
  const plan = "value" in explained ? planIn(explained.value[0]) : null;
  const missing = await missingColumn(session, inserts);
  if (missing !== null) return { ...refused(missing), parameters, relations: plan === null ? [] : planScans(plan).relations };
  const prepared: Prepared = { sql, parameters, results: row?.results == null ? null : namesIn(row.results), execute, plan };
  const columns = await resultColumns(session, prepared);
  return { refusal: null, parameters, columns, ...(plan === null ? { scans: [], relations: [] } : planScans(plan)) };
}

function refused(refusal: ServerRefusal): PreparedReading {
  return { refusal, ...NOTHING };
}

/** The nulls that stand for parameters can be more than a domain takes: not_null_violation, check_violation. */
function isOfNulls({ sqlstate }: ServerRefusal): boolean {
  return sqlstate === "23502" || sqlstate === "23514";
}

/** The drivers hand json on as a value, or as its text. */
function planIn(row: Readonly<Record<string, unknown>> | undefined): PlanNode | null {
  const value = row?.["QUERY PLAN"];
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
  const [first] = Array.isArray(parsed) ? (parsed as readonly { readonly Plan?: PlanNode }[]) : [];
  return first?.Plan ?? null;
}

function namesIn(json: string | undefined): string[] {
  const parsed: unknown = JSON.parse(json ?? "[]");
  return Array.isArray(parsed) ? parsed.map(String) : [];
}

/**
 * The plan that a driver's prepared statement gets, with an index wherever one can serve, however small the tables are
 * here. Partitions would be left out for parameters that are null.
 */
const PLANNER =
  "set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off; set local enable_partition_pruning = off";

/** `result_types` came with 16. */
const SIGNATURE = `
select pg_catalog.to_json(p.parameter_types::text[])::text as parameters,
  (pg_catalog.to_jsonb(p) -> 'result_types')::text as results
from pg_catalog.pg_prepared_statements p where p.name = 'migration_gate_query'`;
