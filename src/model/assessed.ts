import type { Assessment } from "./assessment.js";
import type { Finding } from "./finding.js";
import type { Verdict } from "./verdict.js";

/** What one gate judged: a database, or several of one repository side by side. Approvals and the status are of this whole. */
export interface Assessed {
  readonly key: string;
  /** What an approval is bound to: the plan of the one database, or of all that the change touches together. */
  readonly digest: string;
  /** The worst decision, the highest risk, the most approvals. */
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Never empty; the worst first where they are several. */
  readonly databases: readonly AssessedDatabase[];
  /** What has to be said of the list itself: databases that the change adds or drops. */
  readonly notes: readonly string[];
}

export interface AssessedDatabase {
  readonly key: string;
  /** False where the change has no file of this database, so that nothing of it was rehearsed. */
  readonly touched: boolean;
  readonly assessment: Assessment;
}
