import type { Assessment } from "../../model/assessment.js";
import { count, counted, listed } from "../words/count.js";
import { relation } from "../words/name.js";

/** What was judged and how much of it was looked at: `1 file, 6 statements`, the tables, `6 of 6 parsed, 6 of 6 executed`. */
export function scope(assessment: Assessment): {
  readonly size: string;
  readonly tables: string | null;
  readonly coverage: string;
} {
  const { migrations, coverage } = assessment;
  const { statements, parsed, executed } = coverage;
  const tables = touchedTables(assessment);
  return {
    size: `${counted(migrations.length, "migration")}, ${counted(statements, "statement")}`,
    tables: tables.length === 0 ? null : listed(tables, 4),
    coverage: proportion(statements, parsed, executed),
  };
}

function proportion(statements: number, parsed: number, executed: number): string {
  if (statements > 0 && parsed === statements && executed === statements) return "all parsed and executed";
  return `${count(parsed)} of ${count(statements)} parsed, ${count(executed)} of ${count(statements)} executed`;
}

/** Relations that existed before and that the ups lock, scan, rewrite or change, with their rows here. */
function touchedTables({ rehearsal, findings }: Assessment): string[] {
  const keys = new Set<string>();
  for (const step of rehearsal?.steps ?? []) {
    if (step.phase !== "up") continue;
    for (const { relation: key } of step.blocks) keys.add(key);
    for (const key of step.rewrites) keys.add(key);
    for (const { relation: key } of step.changes) if (rehearsal?.base?.tables.has(key)) keys.add(key);
  }
  if (rehearsal === null)
    for (const { table } of findings) if (table !== null) keys.add(`${table.schema ?? "public"}.${table.name}`);
  return [...keys].map((key) => {
    const rows = rehearsal?.base?.tables.get(key)?.rows ?? null;
    return rows === null ? relation(key) : `${relation(key)} (${counted(rows, "row")} here)`;
  });
}

export function engineSentence({ rehearsal }: Assessment): string {
  if (rehearsal === null) return "not rehearsed";
  return `PostgreSQL ${rehearsal.engine.version} (${rehearsal.engine.id})`;
}
