import type { Baseline, BaselineEntry } from "../model/baseline.js";
import type { Finding, Severity } from "../model/finding.js";
import type { Place } from "../model/place.js";
import type { Change, Rule } from "../rules/rule.js";
import { startOf } from "../rules/statement-of.js";
import { underBaseline } from "./baseline.js";
import { findingId } from "./finding-id.js";
import { matchesPath } from "./matches-path.js";
import { type Allowance, suppress } from "./suppress.js";

export interface SilenceOptions {
  readonly rules: readonly Rule[];
  readonly severities: Readonly<Record<string, Severity | "off">>;
  readonly allow: readonly Allowance[];
  /** `YYYY-MM-DD` in UTC; nothing expires without. */
  readonly today?: string;
  readonly baseline?: { readonly path: string; readonly baseline: Baseline };
}

/** Findings with the reasons that silence them, and one more for each reason that silences nothing, or no longer. */
export function silence(
  findings: readonly Finding[],
  change: Change,
  options: SilenceOptions,
): { readonly findings: readonly Finding[]; readonly complaints: readonly Finding[] } {
  const { baseline } = options;
  const allowed = suppress(findings, change.migrations, options.allow, options.today ?? "");
  const weighed = baseline === undefined ? null : underBaseline(allowed.findings, baseline.baseline);
  const left = weighed === null ? new Map<string, BaselineEntry[]>() : gone(weighed.left, change);
  const complaints = [
    ...allowed.unused.flatMap(({ rule, place }) =>
      complaint(options, "unused-allow", place, rule, `The comment allows \`${rule}\`, and that rule finds nothing here.`),
    ),
    ...deadIn(options.allow, change).flatMap(({ rule, paths }) => {
      const message = `The settings allow \`${rule}\` in ${paths.join(", ")}, and no migration lies there.`;
      return complaint(options, "unused-allow", startOf("migration-gate.yml"), `${rule} ${paths.join(" ")}`, message);
    }),
    ...allowed.expired.flatMap(({ rule, until, reason, place }) => {
      const message = `\`${rule}\` was allowed until ${until} (${reason}); that day has passed, and the finding counts again.`;
      return complaint(options, "expired-allow", place, `${rule} ${until}`, message);
    }),
    ...[...left].flatMap(([file, entries]) =>
      complaint(options, "unused-baseline", startOf(baseline?.path ?? file), file, noLonger(file, entries)),
    ),
  ];
  return { findings: weighed?.findings ?? allowed.findings, complaints };
}

/** Entries of files that this run judged, or that are gone: of a settled file nothing can be told. */
function gone(left: readonly BaselineEntry[], { history }: Change): Map<string, BaselineEntry[]> {
  const filesOf = (migrations: Change["history"]["settled"]) =>
    new Set(migrations.flatMap(({ up, down }) => (down === null ? [up.file] : [up.file, down.file])));
  const [judged, settled] = [filesOf(history.proposed), filesOf(history.settled)];
  const byFile = new Map<string, BaselineEntry[]>();
  for (const entry of left) {
    const { file } = entry;
    if (judged.has(file) || (settled.size > 0 && !settled.has(file))) byFile.set(file, [...(byFile.get(file) ?? []), entry]);
  }
  return byFile;
}

/** Allowances of the settings that no file of the whole history meets: of the others, a later change may have need. */
function deadIn(allow: readonly Allowance[], { history }: Change): readonly Allowance[] {
  if (history.settled.length === 0) return [];
  const files = [...history.settled, ...history.proposed].flatMap(({ up, down }) =>
    down === null ? [up.file] : [up.file, down.file],
  );
  return allow.filter(({ paths }) => !paths.some((path) => files.some((file) => matchesPath(path, file))));
}

function noLonger(file: string, entries: readonly BaselineEntry[]): string {
  const rules = [...new Set(entries.map(({ rule }) => `\`${rule}\``))].slice(0, 5).join(", ");
  const count = entries.length === 1 ? "One entry" : `${entries.length} entries`;
  return `${count} of the baseline for ${file} (${rules}) ${entries.length === 1 ? "no longer occurs" : "no longer occur"}.`;
}

function complaint({ rules, severities }: SilenceOptions, id: string, place: Place, subject: string, message: string): Finding[] {
  const rule = rules.find((candidate) => candidate.id === id);
  const configured = severities[id];
  if (rule === undefined || configured === "off") return [];
  return [
    {
      id: findingId(id, place.file, subject),
      rule: id,
      hazard: rule.hazard,
      severity: configured ?? rule.severity,
      evidence: "predicted",
      migration: null,
      direction: "up",
      statement: null,
      table: null,
      place,
      message,
      remedy: rule.remedy,
      fix: null,
      proof: null,
      suppressed: null,
    },
  ];
}
