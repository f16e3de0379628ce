import type { MeasuredSpeed } from "../../model/promise.js";
import type { StepError } from "../../model/rehearsal.js";
import type { Session } from "../engine.js";
import { type PlanNode, planScans } from "../old-code/plan-scans.js";
import { askSession } from "./ask-session.js";

/** Executions that are measured, after one that warms the cache. */
const RUNS = 5;

interface Explained {
  readonly Plan: PlanNode & { readonly "Shared Hit Blocks"?: number; readonly "Shared Read Blocks"?: number };
  readonly "Execution Time"?: number;
}

/** Explains a query, runs it several times, and explains it once more with whole-table reads made expensive. */
export async function measureSpeed(session: Session, sql: string): Promise<MeasuredSpeed | { readonly error: StepError }> {
  const runs: number[] = [];
  let last: Explained | null = null;
  for (let run = 0; run <= RUNS; run++) {
    const explained = await explain(session, `explain (analyze, buffers, verbose, format json) ${sql}`);
    if ("error" in explained) return explained;
    if (run > 0) runs.push(explained["Execution Time"] ?? 0);
    last = explained;
  }
  const avoided = await explain(session, `explain (verbose, format json) ${sql}`, "set local enable_seqscan = off;\n");
  if (last === null || "error" in avoided) return { error: noPlan("error" in avoided ? avoided.error : null) };
  const { "Shared Hit Blocks": hit = 0, "Shared Read Blocks": read = 0 } = last.Plan;
  const { scans } = planScans(last.Plan);
  return {
    rows: await readSizes(session, [...new Set(scans.map(({ relation }) => relation))]),
    scans,
    runs: runs.toSorted((a, b) => a - b),
    blocks: hit + read,
    scansAvoided: planScans(avoided.Plan).scans,
  };
}

/** As ANALYZE has just counted them. */
async function readSizes(session: Session, relations: readonly string[]): Promise<MeasuredSpeed["rows"]> {
  const found = await session.query<{ relation: string; rows: string }>(SIZES, [relations]);
  return found.map(({ relation, rows }) => ({ relation, rows: Math.max(0, Math.round(Number(rows))) }));
}

const SIZES = `select n.nspname::text || '.' || c.relname::text as relation, c.reltuples::text as rows
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname::text || '.' || c.relname::text = any($1::text[])`;

async function explain(session: Session, sql: string, preamble = ""): Promise<Explained | { readonly error: StepError }> {
  const reply = await askSession(session, sql, false, preamble);
  if ("error" in reply) return reply;
  const plan = reply.rows[0]?.["QUERY PLAN"];
  const [explained] = Array.isArray(plan) ? (plan as readonly Explained[]) : [];
  return explained ?? { error: noPlan(null) };
}

function noPlan(error: StepError | null): StepError {
  return error ?? { sqlstate: "XX000", message: "EXPLAIN gave no plan", detail: null, hint: null };
}
