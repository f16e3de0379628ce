import { oneForEachShape } from "../commands/one-for-each-shape.js";
import { recorded } from "../commands/recorded.js";
import { findHazards } from "../lint/find-hazards.js";
import { fixesToTry } from "../lint/fixes/fixes-to-try.js";
import { withProofs } from "../lint/fixes/with-proofs.js";
import { weighByImpact } from "../lint/weigh-by-impact.js";
import { weighBySize } from "../lint/weigh-by-size.js";
import type { Assessment } from "../model/assessment.js";
import type { Migration } from "../model/migration.js";
import type { Rehearsal } from "../model/rehearsal.js";
import { falseTotals } from "../phases/totals/false-totals.js";
import { tableWords } from "../phases/totals/table-words.js";
import { digestOfPlan, NEWEST_MAJOR } from "../plan.js";
import { claimsOf } from "../promises/claims-of.js";
import { judgePromises } from "../promises/judge-promises.js";
import { questionsOf } from "../promises/questions-of.js";
import type { Server } from "../rehearsal/engine.js";
import type { Change } from "../rules/rule.js";
import { masked } from "../secrets/masked.js";
import type { Settings } from "../settings/schema.js";
import { readApplicationQueries } from "../sql/application-queries.js";
import { loadTreeParser } from "../sql/parsers/tree-parser.js";
import { readMigrations } from "../sql/read-migrations.js";
import { coverageOf } from "../verdict/coverage-of.js";
import { decide } from "../verdict/decide.js";
import { version } from "../version.js";
import type { World } from "../world.js";
import { agreementsOf } from "./agreements-of.js";
import { baseOf } from "./base-of.js";
import { driftUnseen } from "./drift-unseen.js";
import { inProduction } from "./in-production.js";
import { isRepresentative } from "./is-representative.js";
import { lintOptions } from "./lint-options.js";
import { notRehearsed } from "./not-rehearsed.js";
import { phasesIn } from "./phases-in.js";
import { readElsewhere } from "./read-elsewhere.js";
import { readWorldFiles } from "./read-world-files.js";
import { referencesIn } from "./references-in.js";
import { rehearseChange } from "./rehearse-change.js";
import { saidOf } from "./said-of.js";
import { startEngine } from "./start-engine.js";
import { statisticsInForce } from "./statistics-in-force.js";
import type { Surroundings } from "./surroundings.js";
import { unseenElsewhere } from "./unseen-elsewhere.js";

/** Judges a change: reads it, predicts, rehearses, and weighs what was seen. Touches the world only through `world`. */
export async function assess(settings: Settings, paths: readonly string[], world: World): Promise<Assessment> {
  const files = await readWorldFiles(settings, paths, world);
  const [queries, expected] = await Promise.all([
    world.repository.files(settings.queries),
    world.repository.files(settings["expected-schema"]),
  ]);
  const application = await readApplicationQueries(queries);
  const statistics = await statisticsInForce(settings, world);

  // Needed next, whatever the engine; whoever asks for it is told where it cannot be had.
  loadTreeParser().catch(() => undefined);
  await using engine = await startEngine(settings, files, world);
  const history = await recorded(files, engine.server, settings, world);
  const around: Surroundings = { ...files, history, queries: application.queries, expected };
  const serverMajor = settings["postgres-version"] ?? majorOf(engine.server) ?? NEWEST_MAJOR;
  const migrations = await readMigrations(history.proposed, { serverMajor }, history.settled);

  const claims = claimsOf(settings.promises, migrations);
  const agreements = migrations.length === 0 ? [] : agreementsOf(settings);
  const lint = await lintOptions(settings, world);
  const byId = new Map(history.proposed.map((migration) => [migration.id, migration]));
  /** Asked in the middle of the rehearsal, while copies of its world can be had. */
  const fixes = async (seen: Rehearsal) => {
    if (seen.base === null) return [];
    const change = { history, migrations, base: seen.base, serverMajor };
    const read = (fixed: readonly Migration[]) => readMigrations(fixed, { serverMajor });
    return fixesToTry(findHazards(change, byId, seen, lint).findings, change, read, MOST_FIXES);
  };
  const asked = questionsOf([...claims, ...agreements.flatMap((each) => each.claims)]);
  const rehearsal = await rehearseChange(around, { migrations, fixes, statistics, promises: asked }, engine, settings, world);
  const base = await baseOf(rehearsal?.base ?? null, migrations, around, serverMajor);
  const elsewhere = await readElsewhere(history, settings, world, serverMajor);
  const promises = judgePromises(claims, rehearsal);
  const references = paths.length > 0 ? null : await referencesIn(world, settings, { history, migrations, base });
  const seen = {
    history,
    migrations,
    base,
    references,
    rehearsal,
    rowsAreGiven: settings.disposable || isRepresentative(around),
  };
  const phases = await phasesIn(seen, agreements, settings, world);
  const said = await saidOf(history, settings, world);
  const change: Change = {
    history,
    migrations,
    base,
    serverMajor,
    promises,
    phases,
    falseTotals: falseTotals(said.texts, tableWords(base, migrations)),
    ...(elsewhere === null ? {} : { elsewhere }),
    ...(references === null ? {} : { references }),
  };
  const { findings: found, unseen } = findHazards(change, byId, rehearsal, lint);
  const proven = withProofs(found, change, rehearsal, lint);
  const carried = inProduction(rehearsal, statistics, settings, world);
  const sized = weighByImpact(weighBySize(proven, statistics, settings.rules), carried.impacts, settings.rules);
  const findings = history.format === "command" ? oneForEachShape(sized, migrations) : sized;

  const unseenToo = [
    ...unseen,
    ...unseenElsewhere(elsewhere),
    ...unseenElsewhere(references),
    ...driftUnseen(settings, rehearsal),
    ...said.unseen,
    ...carried.unseen,
  ];
  const coverage = coverageOf(migrations, rehearsal, unseenToo, notRehearsed(settings, history));
  const policy = { approvals: settings.approvals };
  const assessment: Assessment = {
    version: 1,
    tool: { name: "migration-gate", version },
    digest: digestOfPlan(settings, { ...files, serverMajor }),
    subject: subjectOf(settings, paths),
    verdict: decide({ findings, rehearsal, coverage, proposed: history.proposed.length }, policy),
    findings,
    rehearsal,
    impacts: carried.impacts,
    promises,
    ...(migrations.length > 1 || phases.some(({ declared }) => declared !== null) ? { phases } : {}),
    coverage,
    history: {
      format: history.format,
      formatReason: history.formatReason,
      settled: history.settled.length,
      proposed: history.proposed.map((migration) => migration.id),
    },
    migrations,
  };
  return masked(assessment, { values: settings["show-values"] });
}

/** Fixes of one run that are rehearsed. */
const MOST_FIXES = 3;

function majorOf(server: Server | null): number | null {
  return server === null ? null : Math.floor(server.versionNumber / 10_000);
}

function subjectOf(settings: Settings, paths: readonly string[]): string {
  return paths.length > 0 ? paths.join(", ") : (settings.migrations ?? "migrations");
}
