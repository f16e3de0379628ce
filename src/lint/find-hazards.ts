import type { Unseen } from "../model/coverage.js";
import type { Finding, Severity } from "../model/finding.js";
import type { Migration } from "../model/migration.js";
import type { OperationKind } from "../model/operation.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Change, ChangeRule, Moment, OperationRule, Prediction, Rule } from "../rules/rule.js";
import { severityOfShare, shareChanged } from "./bulk.js";
import { commitsBetween } from "./commits-between.js";
import { condense } from "./condense.js";
import { concernsFewRows } from "./few-rows.js";
import { findingId } from "./finding-id.js";
import { partOf } from "./fixes/part-of.js";
import { type Walk, walk } from "./moments.js";
import { type Preset, underPreset } from "./preset.js";
import { testimonyOf } from "./reconcile.js";
import { withSequencesBehind } from "./sequences-behind.js";
import { type SilenceOptions, silence } from "./silence.js";
import { unpredicted } from "./unpredicted.js";
import { unseenIn } from "./unseen-in.js";

export interface LintOptions extends SilenceOptions {
  readonly preset?: Preset;
  /** Rules of style that are on: their ids, or `all`. */
  readonly style?: readonly string[];
  /** True when migrations run at TimeZone UTC. */
  readonly timeZoneUtc: boolean;
}

/** Runs the rules over the change, meets their predictions with what was rehearsed, and adds what was seen though nobody predicted it. */
export function findHazards(
  change: Change,
  migrations: ReadonlyMap<string, Migration>,
  rehearsal: Rehearsal | null,
  options: LintOptions,
): { readonly findings: readonly Finding[]; readonly unseen: readonly Unseen[] } {
  const rules = options.rules.filter((rule) => isOn(rule, options));
  const graded = (finding: Finding) => underPreset(finding, options.preset ?? "recommended", options.severities);
  const ups = walk(
    change.migrations.map(({ up }) => up),
    change.base,
    { change, migrations, timeZoneUtc: options.timeZoneUtc },
  );
  const downScripts = change.migrations.toReversed().flatMap(({ down }) => (down === null ? [] : [down]));
  const downs = walk(downScripts, ups.after, { change, migrations, timeZoneUtc: options.timeZoneUtc });
  const found = [
    ...withSequencesBehind(operationFindings(rules, "up", ups, rehearsal, options), ups, rehearsal, rules, options.severities),
    ...operationFindings(rules, "down", downs, rehearsal, options),
    ...changeFindings(rules, change, rehearsal, options),
  ];
  const together = new Set(rules.flatMap((rule) => (isOncePerTransaction(rule) ? [rule.id] : [])));
  const all = condense(
    [...found, ...unpredicted(found, ups, rehearsal, rules, options.severities)].map(graded),
    together,
    options.severities,
  );
  const { findings, complaints } = silence(all, change, { ...options, rules });
  return { findings: [...findings, ...complaints.map(graded)].sort(worstFirst), unseen: unseenIn(change, rehearsal) };
}

/** Rules of style are off until somebody asks for them, under `style` or by a severity of their own. */
function isOn({ id, preset }: Rule, { severities, style = [] }: LintOptions): boolean {
  const configured = severities[id];
  if (configured !== undefined) return configured !== "off";
  return preset !== "style" || style.includes("all") || style.includes(id);
}

function operationFindings(
  rules: readonly Rule[],
  direction: "up" | "down",
  { moments, standings }: Walk,
  rehearsal: Rehearsal | null,
  options: LintOptions,
): Finding[] {
  const byKind = new Map<OperationKind, OperationRule[]>();
  for (const rule of rules) {
    if (rule.on === "change") continue;
    const operationRule = rule as unknown as OperationRule;
    if (!(operationRule.directions ?? ["up"]).includes(direction)) continue;
    for (const kind of [operationRule.on].flat()) byKind.set(kind, [...(byKind.get(kind) ?? []), operationRule]);
  }
  const told = new Set<string>();
  const isNews = (rule: OperationRule, { table }: Prediction, moment: Moment) => {
    if (rule.oncePerTransaction !== true || table === null) return true;
    const key = `${rule.id} ${standings.get(moment.statement)?.transaction} ${moment.key(table)}`;
    return !told.has(key) && told.add(key) !== undefined;
  };
  const findings: Finding[] = [];
  for (const moment of moments) {
    for (const rule of byKind.get(moment.site.operation.kind) ?? []) {
      for (const prediction of rule.predict(moment.site.operation, moment)) {
        if (!isNews(rule, prediction, moment)) continue;
        const testimony = testimonyOf(prediction.witnesses, moment.statement, standings, rehearsal);
        const found = findingOf(rule, prediction, moment, options);
        const isLower = found.severity === "error" && !(rule.id in options.severities) && concernsFewRows(found, moment);
        const finding: Finding = { ...found, ...(isLower ? { severity: "warning" } : {}), ...testimony };
        findings.push(BULK.has(rule.id) ? weighed(finding, rule, prediction, moment, rehearsal, options) : finding);
      }
    }
  }
  return findings;
}

/** Rules whose severity is a guess until the rows were counted. */
const BULK: ReadonlySet<string> = new Set(["update-in-bulk", "delete-in-bulk"]);

function weighed(
  finding: Finding,
  rule: OperationRule,
  { table, severity }: Prediction,
  { key, statement }: Moment,
  rehearsal: Rehearsal | null,
  options: LintOptions,
): Finding {
  const share = table === null ? null : shareChanged(key(table), statement, rehearsal);
  if (share === null || finding.evidence !== "confirmed" || commitsBetween(statement)) return finding;
  return {
    ...finding,
    severity: severityOf(rule, severityOfShare(share, finding.hazard) ?? severity, options),
    proof: finding.proof === null ? share.words : `${finding.proof} (${share.words})`,
  };
}

function isOncePerTransaction(rule: Rule): boolean {
  return rule.on !== "change" && (rule as unknown as OperationRule).oncePerTransaction === true;
}

function findingOf(rule: OperationRule, prediction: Prediction, moment: Moment, options: LintOptions): Finding {
  const { statement, site, key } = moment;
  const subject = prediction.table === null ? "" : key(prediction.table);
  return {
    id: findingId(rule.id, subject, statement.text),
    rule: rule.id,
    hazard: prediction.hazard ?? rule.hazard,
    severity: severityOf(rule, prediction.severity, options),
    evidence: "predicted",
    migration: statement.migration,
    direction: statement.direction,
    statement: statement.index,
    table: prediction.table,
    place: site.inside === "do" ? site.place : statement.place,
    message: prediction.message,
    remedy: prediction.remedy ?? rule.remedy,
    fix: prediction.fix === undefined ? null : partOf(prediction.fix, moment),
    proof: null,
    suppressed: null,
  };
}

function changeFindings(rules: readonly Rule[], change: Change, rehearsal: Rehearsal | null, options: LintOptions): Finding[] {
  return rules
    .filter((rule): rule is ChangeRule => rule.on === "change")
    .flatMap((rule) =>
      [...rule.judge(change, rehearsal)].map(
        (found): Finding => ({
          id: findingId(rule.id, found.place.file, found.message),
          rule: rule.id,
          hazard: found.hazard ?? rule.hazard,
          severity: severityOf(rule, found.severity, options),
          evidence: found.evidence,
          migration: found.migration,
          direction: found.direction ?? "up",
          statement: found.statement ?? null,
          table: found.table ?? null,
          place: found.place,
          message: found.message,
          remedy: found.remedy ?? rule.remedy,
          fix: found.fix ?? null,
          proof: found.proof ?? null,
          suppressed: null,
        }),
      ),
    );
}

/** Settings win over the single prediction, which wins over the rule. */
export function severityOf(
  rule: Rule | OperationRule,
  own: Severity | undefined,
  { severities }: Pick<LintOptions, "severities">,
): Severity {
  const configured = severities[rule.id];
  return configured === undefined || configured === "off" ? (own ?? rule.severity) : configured;
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

function worstFirst(a: Finding, b: Finding): number {
  return (
    Number(a.evidence === "refuted") - Number(b.evidence === "refuted") ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.place.file.localeCompare(b.place.file, "en") ||
    a.place.line - b.place.line ||
    a.rule.localeCompare(b.rule, "en")
  );
}
