import type { Finding, Severity } from "../model/finding.js";

/** Hazards that close a table for work: beside them, how long the lock is waited for is a detail. */
const CLOSES: ReadonlySet<string> = new Set(["blocks-reads", "blocks-writes", "lock-then-work"]);

/** Hazards of a statement that runs. */
const NEEDS_TO_RUN: ReadonlySet<string> = new Set([
  ...CLOSES,
  "locks-rows-in-bulk",
  "data-loss",
  "breaks-old-code",
  "fails-on-data",
]);

/** One finding for each cause: what several findings of one rule say of one statement, and what a worse one makes a detail. */
export function condense(
  findings: readonly Finding[],
  together: ReadonlySet<string>,
  severities: Readonly<Record<string, Severity | "off">>,
): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, migration, direction, statement, evidence } = finding;
    const key = together.has(rule)
      ? `${rule} ${migration} ${direction} ${statement} ${evidence === "refuted"}`
      : `${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const closed = new Set(
    findings
      .filter(({ severity, evidence, hazard }) => severity === "error" && evidence !== "refuted" && CLOSES.has(hazard))
      .map(statementOf),
  );
  const [refused, failing] = [statementsOf("cannot-run", findings), statementsOf("fails-on-data", findings)];
  return [...groups.values()]
    .flatMap((group) => merged(group))
    .map((finding) =>
      // What the server refuses, or what ends at a row, blocks nobody and destroys nothing, until it is mended.
      finding.severity === "error" &&
      finding.evidence === "predicted" &&
      severities[finding.rule] === undefined &&
      NEEDS_TO_RUN.has(finding.hazard) &&
      (refused.has(statementOf(finding)) || (failing.has(statementOf(finding)) && finding.hazard !== "fails-on-data"))
        ? { ...finding, severity: "warning" as const }
        : finding,
    )
    .map((finding) =>
      finding.rule === "missing-lock-timeout" &&
      severities[finding.rule] === undefined &&
      finding.severity === "warning" &&
      closed.has(statementOf(finding))
        ? { ...finding, severity: "info" as const }
        : finding,
    );
}

/** Statements with an error of that hazard. */
function statementsOf(wanted: Finding["hazard"], findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(
    findings
      .filter(
        ({ severity, evidence, hazard, statement }) =>
          severity === "error" && evidence !== "refuted" && hazard === wanted && statement !== null,
      )
      .map(statementOf),
  );
}

function statementOf({ migration, direction, statement }: Finding): string {
  return `${migration} ${direction} ${statement}`;
}

/** The one that was seen speaks, and names the tables of the others. */
function merged(group: readonly Finding[]): readonly Finding[] {
  const first = group.find(({ evidence }) => evidence === "confirmed") ?? group[0];
  if (first === undefined) return [];
  const others = group.flatMap((finding) => (finding === first || finding.table === null ? [] : [nameOf(finding.table)]));
  if (others.length === 0) return [first];
  return [{ ...first, message: `${first.message} The same holds for ${[...new Set(others)].join(", ")}.` }];
}

function nameOf({ schema, name }: { readonly schema: string | null; readonly name: string }): string {
  return schema === null || schema === "public" ? name : `${schema}.${name}`;
}
