import type { Coverage } from "./coverage.js";
import type { Finding } from "./finding.js";
import type { Impact } from "./impact.js";
import type { History } from "./migration.js";
import type { MigrationPhase } from "./phase.js";
import type { PromiseOutcome } from "./promise.js";
import type { Rehearsal } from "./rehearsal.js";
import type { ReadMigration } from "./statement.js";
import type { Verdict } from "./verdict.js";

/** The whole result of one run. Every report is a function of this value. */
export interface Assessment {
  readonly version: 1;
  readonly tool: { readonly name: "migration-gate"; readonly version: string };
  /** SHA-256 in hex of the plan that an approval is bound to. */
  readonly digest: string;
  /** What was judged: the directory, or the paths given. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly rehearsal: Rehearsal | null;
  /** What the change will cost in production, the longest first; empty where no statistics were given. */
  readonly impacts: readonly Impact[];
  readonly promises: readonly PromiseOutcome[];
  /** The phase of each migration; absent where a single one is proposed and none is declared. */
  readonly phases?: readonly MigrationPhase[];
  readonly coverage: Coverage;
  readonly history: Pick<History, "format" | "formatReason"> & { readonly settled: number; readonly proposed: readonly string[] };
  /** The proposed migrations as read, for reports that show statements. */
  readonly migrations: readonly ReadMigration[];
}
