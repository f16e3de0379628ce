import { applyFix } from "../../src/lint/fixes/apply-fix.js";
import { compareExposure } from "../../src/lint/fixes/compare-exposure.js";
import { type Exposure, exposureOf } from "../../src/lint/fixes/exposure.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Finding, Fix } from "../../src/model/finding.js";
import type { History } from "../../src/model/migration.js";
import type { Rehearsal, SchemaDifference } from "../../src/model/rehearsal.js";
import type { Server } from "../../src/rehearsal/engine.js";
import type { Example, Rule } from "../../src/rules/rule.js";
import { historyOf, judgeHistory } from "./judge-example.js";

/** What became of a fix on a real server. */
export interface Trial {
  /** What the server refused of it; null where it took everything, and what follows in a later release. */
  readonly refused: string | null;
  /** The rule still speaks. */
  readonly found: readonly string[];
  /** Errors that the change did not have. */
  readonly newErrors: readonly string[];
  /** Objects that end otherwise than after the statement; null where the server refused the statement itself. */
  readonly differs: readonly string[] | null;
  readonly before: Exposure;
  readonly after: Exposure;
  /** What shows less, in words; null where nothing does. */
  readonly less: string | null;
}

/** Puts the fix into its example and judges the result as the product would, next to the example as it was. */
export async function tryFix(
  rule: Rule,
  example: Example,
  { finding, fix, bad }: { readonly finding: Finding; readonly fix: Fix; readonly bad: Assessment },
  server: Server,
): Promise<Trial | null> {
  const history = historyOf(example);
  const migration = history.proposed.find(({ id }) => id === finding.migration);
  const statement = bad.migrations.find(({ id }) => id === finding.migration)?.up.statements[finding.statement ?? -1];
  if (migration === undefined || statement === undefined) return null;
  const fixed = applyFix(migration, statement, { ...fix, sql: inSmallBatches(fix.sql) }, ROUNDS);
  if (fixed === null) return null;
  // What an old row gets is for the user to say.
  const follows = fixed.later.length > 0 && !fixed.later.some(({ up }) => up.text.includes("/*"));
  const proposed = (later: boolean): History => ({
    ...history,
    proposed: history.proposed.flatMap((each) => (each === migration ? [...fixed.now, ...(later ? fixed.later : [])] : [each])),
  });
  const good = await judgeHistory(rule, example, proposed(false), server);
  const whole = !follows ? good : await judgeHistory(rule, example, proposed(true), server);
  const had = new Set(bad.findings.map((each) => each.rule));
  const counts = good.findings.filter(({ evidence, suppressed }) => evidence !== "refuted" && suppressed === null);
  return {
    refused: refusalOf(whole.rehearsal),
    found: counts.filter((each) => each.rule === rule.id).map(({ message }) => message),
    newErrors: counts
      .filter((each) => each.severity === "error" && !had.has(each.rule))
      .map((each) => `${each.rule}: ${each.message}`),
    differs:
      refusalOf(bad.rehearsal) === null && (follows || fixed.later.length === 0)
        ? differences(bad.rehearsal, whole.rehearsal)
        : null,
    ...compared(exposure(bad), exposure(good)),
  };
}

const ROUNDS = 14;

/** The tables of the examples hold 200 rows: one batch of production's size would take all of them. */
function inSmallBatches(sql: string): string {
  return sql.replace(/\bLIMIT (?:10000|5000)\b/gu, "LIMIT 15").replace(/<= 10000\b/gu, "<= 15");
}

function refusalOf(rehearsal: Rehearsal | null): string | null {
  if (rehearsal === null) return "nothing was rehearsed";
  const error = rehearsal.steps.find((step) => step.phase === "up" && step.error !== null)?.error;
  return error?.message ?? (rehearsal.outcome === "completed" ? null : rehearsal.outcomeReason);
}

/** Both began in the same world, so equal changes end in equal schemas. */
function differences(bad: Rehearsal | null, good: Rehearsal | null): readonly string[] {
  const said = (rehearsal: Rehearsal | null) =>
    new Map((rehearsal?.schemaChanges ?? []).map((each): [string, SchemaDifference] => [`${each.kind} ${each.object}`, each]));
  const [one, other] = [said(bad), said(good)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const [was, is] = [one.get(key), other.get(key)];
    if (was?.after === is?.after && was?.before === is?.before) return [];
    return [
      `${key}: ${was === undefined ? "as before" : (was.after ?? "gone")} → ${is === undefined ? "as before" : (is.after ?? "gone")}`,
    ];
  });
}

function compared(before: Exposure, after: Exposure) {
  return { before, after, less: compareExposure(before, after) };
}

function exposure({ rehearsal, migrations }: Assessment): Exposure {
  const steps = (rehearsal?.steps ?? []).filter(({ phase }) => phase === "up");
  return exposureOf(
    steps,
    migrations.map(({ up }) => up),
  );
}
