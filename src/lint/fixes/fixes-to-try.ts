import type { Finding } from "../../model/finding.js";
import type { Migration } from "../../model/migration.js";
import type { FixToTry } from "../../model/rehearsed-fix.js";
import type { ReadMigration } from "../../model/statement.js";
import type { Change } from "../../rules/rule.js";
import { applyFix } from "./apply-fix.js";
import { keyOfFinding } from "./key-of-finding.js";

/** Takes migrations apart as the change's own were. */
export type ReadMigrations = (migrations: readonly Migration[]) => Promise<readonly ReadMigration[]>;

/** Rows of one batch, as the fixes write it, and most batches worth a rehearsal. */
const BATCH = 10_000;
const MOST_ROUNDS = 20;

/** The change with the fix of each error in place that was seen, worst finding first; no more of them than `most`. */
export async function fixesToTry(
  findings: readonly Finding[],
  change: Change,
  read: ReadMigrations,
  most: number,
): Promise<readonly FixToTry[]> {
  const worth = new Map<string, { readonly findings: string[]; readonly migrations: readonly Migration[] }>();
  for (const finding of findings) {
    const migrations = withFix(finding, change);
    if (migrations === null) continue;
    const text = migrations.map(({ up }) => up.text).join("\0");
    const same = worth.get(text);
    if (same !== undefined) same.findings.push(keyOfFinding(finding));
    else if (worth.size < most) worth.set(text, { findings: [keyOfFinding(finding)], migrations });
  }
  return Promise.all([...worth.values()].map(async (each) => ({ ...each, proposed: await read(each.migrations) })));
}

function withFix(finding: Finding, { history, migrations, base }: Change): readonly Migration[] | null {
  const { fix, severity, evidence, suppressed } = finding;
  if (fix === null || severity !== "error" || suppressed !== null) return null;
  if (evidence !== "confirmed" && evidence !== "observed") return null;
  const migration = history.proposed.find(({ id }) => id === finding.migration);
  const statement = migrations.find(({ id }) => id === finding.migration)?.up.statements[finding.statement ?? -1];
  const rows = Math.max(0, ...[...base.tables.values()].map((table) => table.rows ?? 0));
  const rounds = Math.ceil(rows / BATCH) + 1;
  if (migration === undefined || statement === undefined || rounds > MOST_ROUNDS) return null;
  const fixed = applyFix(migration, statement, fix, rounds);
  return fixed === null ? null : history.proposed.flatMap((each) => (each === migration ? fixed.now : [each]));
}
