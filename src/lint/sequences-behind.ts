import { keyOf } from "../catalog/key-of.js";
import type { Finding, Severity } from "../model/finding.js";
import type { Rehearsal } from "../model/rehearsal.js";
import type { Rule } from "../rules/rule.js";
import { sqlText } from "../rules/sql-text.js";
import { findingId } from "./finding-id.js";
import type { Walk } from "./moments.js";

const TELLS = "insert-explicit-ids";

/** Columns whose sequence gives out numbers that rows hold, as the rehearsal saw it: what the text could only guess. */
export function withSequencesBehind(
  findings: readonly Finding[],
  { moments, after }: Walk,
  rehearsal: Rehearsal | null,
  rules: readonly Rule[],
  severities: Readonly<Record<string, Severity | "off">>,
): readonly Finding[] {
  const behind = rehearsal?.sequencesBehind ?? [];
  const rule = rules.find(({ id }) => id === TELLS);
  if (rehearsal?.sequencesBehind === undefined || rule === undefined) return findings;
  const severity = severityOf(severities[TELLS]);
  const tables = new Set(behind.map(({ relation }) => relation));
  const isAbout = ({ table }: Finding) => table !== null && tables.has(keyOf(table, after));
  const told = findings.filter((finding) => SPEAK_OF_IT.has(finding.rule) && finding.severity === "error" && isAbout(finding));
  const known = new Set(told.flatMap(({ table }) => (table === null ? [] : [keyOf(table, after)])));
  const seen = behind.filter(({ relation }) => !known.has(relation));
  const raised = new Set<string>();
  const raisedFindings = findings.map((finding): Finding => {
    const key = finding.table === null ? "" : keyOf(finding.table, after);
    if (finding.rule !== TELLS || finding.direction === "down") return finding;
    // The rows of the rehearsal were in nobody's way; production may hold others.
    if (!tables.has(key) && finding.severity === "error" && severities[TELLS] === undefined)
      return { ...finding, severity: rule.severity };
    if (!seen.some(({ relation }) => relation === key)) return finding;
    raised.add(key);
    return { ...finding, severity, evidence: "confirmed", proof: PROOF };
  });
  const added = seen.flatMap(({ relation, column }): Finding[] => {
    const writer = moments.findLast(({ statement, key, site }) => {
      const { operation } = site;
      return (
        statement.direction === "up" && "table" in operation && operation.table !== null && key(operation.table) === relation
      );
    });
    const { statement } = writer ?? moments.at(-1) ?? {};
    if (raised.has(relation) || statement === undefined) return [];
    const [schema = "public", name = relation] = relation.split(/\.(.*)/su);
    const table = { schema, name };
    return [
      {
        id: findingId(TELLS, relation, statement.text),
        rule: TELLS,
        hazard: rule.hazard,
        severity,
        evidence: "observed",
        migration: statement.migration,
        direction: statement.direction,
        statement: statement.index,
        table,
        place: statement.place,
        message: `After the change the sequence behind ${sqlText.name(table)}.${sqlText.identifier(column)} gives out numbers that rows already have: the next inserts that take them fail with a duplicate key.`,
        remedy: rule.remedy,
        fix: null,
        proof: PROOF,
        suppressed: null,
      },
    ];
  });
  return [...raisedFindings, ...added];
}

const SPEAK_OF_IT: ReadonlySet<string> = new Set([TELLS, "sequence-moved-back"]);
const PROOF = "after the change the next number is not above the largest in the table";

function severityOf(configured: Severity | "off" | undefined): Severity {
  return configured === undefined || configured === "off" ? "error" : configured;
}
