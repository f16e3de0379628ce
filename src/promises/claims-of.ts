import type { PromiseMoment } from "../model/promise.js";
import type { Directive, ReadMigration, ReadScript } from "../model/statement.js";
import type { PromiseSettings } from "../settings/promises.js";
import type { Check, Claim } from "./claim.js";
import { backfillChecks } from "./kinds/backfill.js";
import { agreeChecks, orphanChecks, plausibleChecks } from "./kinds/counts.js";
import { createdChecks } from "./kinds/created.js";
import { figureCheck } from "./kinds/figures.js";
import { loadChecks } from "./kinds/load.js";
import { queryChecks } from "./kinds/query.js";
import { schemaChecks } from "./kinds/schema.js";
import { speedChecks } from "./kinds/speed.js";
import { unchangedChecks } from "./kinds/unchanged.js";
import { questionCheck } from "./question-check.js";
import { toleranceOf } from "./tolerance-of.js";

/** Everything that settings and comments promise of a change; nothing for a change without migrations. */
export function claimsOf(settings: readonly PromiseSettings[], migrations: readonly ReadMigration[]): readonly Claim[] {
  if (migrations.length === 0) return [];
  const concerned = settings.filter(({ for: of }) => of === undefined || migrations.some((each) => isOf(each, of)));
  return [...concerned.map(claimOf), ...migrations.flatMap(writtenClaims)];
}

function claimOf(entry: PromiseSettings): Claim {
  const checks = checksOf(entry);
  const title = entry.title ?? checks[0]?.asked ?? "promise";
  return { title, severity: entry.severity, note: entry.note ?? null, place: null, checks };
}

function checksOf(entry: PromiseSettings): readonly Check[] {
  const { sql, schema, created, figures, backfill, orphans, plausible, agree, unchanged, speed, load } = entry;
  if (sql !== undefined) return queryChecks(sql, entry);
  if (schema !== undefined) return schemaChecks(schema, entry);
  if (created !== undefined) return createdChecks(created, entry);
  if (figures !== undefined) return [figureCheck(figures, toleranceOf(entry.tolerate))];
  if (backfill !== undefined) return backfillChecks(backfill, entry);
  if (orphans !== undefined) return orphanChecks(orphans, entry);
  if (plausible !== undefined) return plausibleChecks(plausible, entry);
  if (agree !== undefined) return agreeChecks(agree, entry);
  if (unchanged !== undefined) return unchangedChecks(unchanged);
  if (speed !== undefined) return speedChecks(speed, entry);
  return load === undefined ? [] : loadChecks(load);
}

/** Promises in comments of a migration. */
function writtenClaims({ up, down }: ReadMigration): Claim[] {
  return [up, ...(down === null ? [] : [down])].flatMap((script) => [
    ...script.directives.flatMap((directive) => writtenClaim(directive, script, null)),
    ...script.statements.flatMap(({ directives, index }) =>
      directives.flatMap((directive) => writtenClaim(directive, script, index)),
    ),
  ]);
}

function writtenClaim(directive: Directive, { migration, direction }: ReadScript, index: number | null): Claim[] {
  if (directive.kind !== "expect") return [];
  const { sql, expectation, tolerance = null, severity = "error", place } = directive;
  const own: PromiseMoment = direction === "up" ? "after" : "back";
  const moment = directive.moment ?? own;
  // Right after its statement, unless it asks for another moment than that of its script.
  const statement = index === null || moment !== own ? null : { migration, direction, index };
  const check = questionCheck({ sql, expectation, tolerance, moment, statement });
  return [{ title: sql, severity, note: null, place, checks: [check] }];
}

/** `0007_*` names a migration by its id, or by the path of its file. */
function isOf({ id, up }: ReadMigration, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/gu, "\\$&"));
    const matches = new RegExp(`^(?:.*/)?${source.join(".*")}$`, "su");
    return matches.test(id) || matches.test(up.file);
  });
}
