import type { Finding, Severity } from "../model/finding.js";

export type Preset = "recommended" | "strict" | "advice";

/** A finding as the preset grades it. What `rules` of the settings names, people have graded themselves. */
export function underPreset(finding: Finding, preset: Preset, configured: Readonly<Record<string, Severity | "off">>): Finding {
  if (preset === "recommended" || configured[finding.rule] !== undefined) return finding;
  if (preset === "strict")
    return finding.severity === "warning" && STRICT.has(finding.rule) ? { ...finding, severity: "error" } : finding;
  return finding.severity === "error" && !isSureToFail(finding) ? { ...finding, severity: "warning" } : finding;
}

/** Whatever a team thinks of it: the deployment will stop here. */
function isSureToFail({ hazard, evidence }: Finding): boolean {
  return hazard === "cannot-run" || (hazard === "fails-on-data" && (evidence === "observed" || evidence === "confirmed"));
}

/** Warnings that teams with a busy database hold a change for. */
export const STRICT: ReadonlySet<string> = new Set([
  "concurrent-index-hidden-by-if-not-exists",
  "conflicts-with-open-change",
  "crash-leaves-invalid-index",
  "delete-in-bulk",
  "detach-partition-blocks",
  "down-missing",
  "drop-cascade",
  "drop-index-blocks-reads",
  "drop-table",
  "expired-allow",
  "explicit-lock-table",
  "fails-on-awkward-rows",
  "foreign-key-locks-parent",
  "grant-to-public",
  "lock-timeout-disabled",
  "lock-timeout-set-too-late",
  "lock-timeout-too-long",
  "malformed-directive",
  "missing-lock-timeout",
  "replica-identity-missing",
  "rollback-cascade-too-wide",
  "rollback-drift",
  "row-security-disabled",
  "row-security-without-policy",
  "rows-decide-schema",
  "security-definer-search-path",
  "set-local-outside-transaction",
  "skipped-existing",
  "trigger-left-disabled",
  "type-change-narrows",
  "up-again-differs",
  "update-in-bulk",
  "volatile-check",
]);
