import { deriveCatalog } from "./catalog/derive-catalog.js";
import { oneForEachShape } from "./commands/one-for-each-shape.js";
import { recorded } from "./commands/recorded.js";
import { carryToProduction, NOTHING_CARRIED } from "./impact/carry-to-production.js";
import { findHazards } from "./lint/find-hazards.js";
import { fixesToTry } from "./lint/fixes/fixes-to-try.js";
import { withProofs } from "./lint/fixes/with-proofs.js";
import { weighByImpact } from "./lint/weigh-by-impact.js";
import { weighBySize } from "./lint/weigh-by-size.js";
import type { Assessment } from "./model/assessment.js";
import type { CodeReferences } from "./model/code-reference.js";
import type { Unseen } from "./model/coverage.js";
import type { History, Migration, SourceFile } from "./model/migration.js";
import type { ApplicationQuery } from "./model/old-code.js";
import type { ReadElsewhere } from "./model/open-change.js";
import type { ClaimText, MigrationPhase } from "./model/phase.js";
import type { Question } from "./model/promise.js";
import type { Rehearsal } from "./model/rehearsal.js";
import type { ReadMigration } from "./model/statement.js";
import type { Statistics } from "./model/statistics.js";
import type { ExitFacts } from "./phases/exit-criteria.js";
import { phasesOf } from "./phases/phases-of.js";
import { referencesOf } from "./phases/references-of.js";
import { falseTotals } from "./phases/totals/false-totals.js";
import { tableWords } from "./phases/totals/table-words.js";
import { digestOfPlan, NEWEST_MAJOR } from "./plan.js";
import { agreementClaims } from "./promises/agreement-claims.js";
import { claimsOf } from "./promises/claims-of.js";
import { judgePromises } from "./promises/judge-promises.js";
import { questionsOf } from "./promises/questions-of.js";
import type { KeepWorlds, Server } from "./rehearsal/engine.js";
import type { ProposeFixes } from "./rehearsal/plan.js";
import { rehearse } from "./rehearsal/rehearse.js";
import { fillRepresentative } from "./rehearsal/representative/fill-representative.js";
import { worldDigest, worldParts } from "./rehearsal/world-parts.js";
import { rules } from "./rules/index.js";
import type { Change } from "./rules/rule.js";
import { masked } from "./secrets/masked.js";
import { readBaseline } from "./settings/read-baseline.js";
import type { Settings } from "./settings/schema.js";
import { parseStatistics } from "./settings/statistics-file.js";
import { readApplicationQueries } from "./sql/application-queries.js";
import { commentsIn } from "./sql/comments-in.js";
import { readMigrations } from "./sql/read-migrations.js";
import { readRoutineText } from "./sql/routine-text.js";
import { splitScript } from "./sql/split-script.js";
import { readSqlFile, splitSqlFile } from "./sql/sql-file.js";
import { coverageOf } from "./verdict/coverage-of.js";
import { decide } from "./verdict/decide.js";
import { version } from "./version.js";
import type { World } from "./world.js";

/** Judges a change: reads it, predicts, rehearses, and weighs what was seen. Touches the world only through `world`. */
export async function assess(settings: Settings, paths: readonly string[], world: World): Promise<Assessment> {
  const files = await world.repository.history({ ...settings, paths });
  const [schema, seed, prelude, queries, expected] = await Promise.all([
    world.repository.files(settings.schema),
    world.repository.files(settings.seed),
    world.repository.files(settings.prelude),
    world.repository.files(settings.queries),
    world.repository.files(settings["expected-schema"]),
  ]);
  const application = await readApplicationQueries(queries);
  const statistics = await statisticsInForce(settings, world);

  const wanted = { history: files, schema, seed, prelude };
  await using engine =
    files.proposed.length === 0 ? unstarted() : await startEngine(settings, world, keptWorld(wanted, settings));
  const history = await recorded({ history: files, schema, seed, prelude }, engine.server, settings, world);
  const around: Surroundings = { history, schema, seed, prelude, queries: application.queries, expected };
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
  const rehearsal =
    engine.server === null
      ? null
      : await rehearseChange(
          around,
          { migrations, fixes, statistics, promises: questionsOf([...claims, ...agreements.flatMap((each) => each.claims)]) },
          engine.server,
          engine.reason,
          settings,
          world,
        );
  const base = rehearsal?.base ?? (await deriveBase(around, serverMajor));
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
  const carried = inProduction(rehearsal, statistics, settings);
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
    digest: digestOfPlan(settings, { history: files, schema, serverMajor }),
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

/** Pairs of columns that have to agree before the old one goes, and how that is asked. */
function agreementsOf({ phases }: Settings) {
  return (phases.contract?.agree ?? []).map((agreement) => ({ agreement, claims: agreementClaims([agreement]) }));
}

function phasesIn(
  seen: Pick<ExitFacts, "history" | "references" | "rehearsal" | "rowsAreGiven"> & Pick<Change, "migrations" | "base">,
  agreements: ReturnType<typeof agreementsOf>,
  { phases: { declared, contract }, base }: Settings,
  { repository }: World,
): Promise<readonly MigrationPhase[]> {
  const { migrations, history, rehearsal } = seen;
  const settled = history.settled.map((migration) => ({ ...migration, down: null }));
  const exit = contract && {
    ...seen,
    terms: contract,
    readSettled: () => readMigrations(settled, { serverMajor: NEWEST_MAJOR }),
    reached: async (files: readonly string[]) =>
      base === undefined ? null : ((await repository.reached?.(base, files)) ?? null),
    agreements: agreements.map(({ agreement, claims }) => ({ agreement, outcome: judgePromises(claims, rehearsal)[0] ?? null })),
    now: new Date(),
  };
  return phasesOf({ migrations, base: seen.base, declared, exit: exit ?? null });
}

/** What the change says of itself: comments of its migrations, messages of its commits, the description of its pull request. */
async function saidOf({ proposed }: History, { base }: Settings, world: World): Promise<Said> {
  if (proposed.length === 0) return { texts: [], unseen: [] };
  const comments = proposed.flatMap(({ up, down }) => [up, ...(down === null ? [] : [down])].flatMap(commentsIn));
  const messages = base === undefined ? [] : ((await world.repository.messages?.(base)) ?? []);
  const described = world.described === undefined ? [] : await world.described();
  const gap = {
    what: "the title and description of the pull request",
    why: "GitHub did not tell them",
    place: null,
    blocking: false,
  };
  return { texts: [...comments, ...(described ?? []), ...messages], unseen: described === null ? [gap] : [] };
}

interface Said {
  readonly texts: readonly ClaimText[];
  readonly unseen: readonly Unseen[];
}

/** What was measured, carried to production's size; nothing where its sizes are not known or nobody wants it. */
function inProduction(rehearsal: Rehearsal | null, statistics: Statistics | null, settings: Settings) {
  if (statistics === null || !settings.estimate) return NOTHING_CARRIED;
  return carryToProduction(rehearsal, { statistics, now: new Date(), speed: settings["estimate-speed"] });
}

/** On a pull request the base's: who writes a change must not say how small production is. @throws ReportableError */
async function statisticsInForce({ stats: path }: Settings, world: World): Promise<Statistics | null> {
  if (path === undefined) return null;
  const text = (await world.settingsFile?.(path)) ?? null;
  if (text !== null) return parseStatistics(path, text);
  world.log.warn(`There are no statistics ${path} yet, so nothing is estimated; \`migration-gate stats\` writes them.`);
  return null;
}

/** Fixes of one run that are rehearsed. */
const MOST_FIXES = 3;

async function lintOptions(settings: Settings, world: World) {
  return {
    rules,
    severities: { ...wayBackSeverity(settings), ...settings.rules },
    preset: settings.preset,
    style: settings.style,
    today: today(),
    ...(await baselineInForce(settings, world)),
    timeZoneUtc: /^(utc|etc\/utc|gmt|universal|zulu)$/iu.test(settings["time-zone"]),
    allow: settings.allow,
  };
}

/** Decides, then tells. A publisher that fails is reported by the caller's world and cannot change the decision. */
export async function run(settings: Settings, paths: readonly string[], world: World): Promise<Assessment> {
  const assessment = await assess(settings, paths, world);
  for (const publisher of world.publishers) await publisher.publish(assessment);
  return assessment;
}

/** What the world before the change is made from. */
interface WorldFiles {
  readonly history: History;
  readonly schema: readonly SourceFile[];
  readonly seed: readonly SourceFile[];
  readonly prelude: readonly SourceFile[];
}

/** All that stands around the change. */
interface Surroundings extends WorldFiles {
  readonly queries: readonly ApplicationQuery[];
  /** What the repository says the schema is after the change. */
  readonly expected: readonly SourceFile[];
}

interface StartedEngine extends AsyncDisposable {
  readonly server: Server | null;
  readonly reason: string;
}

async function startEngine(settings: Settings, world: World, keep: KeepWorlds | null): Promise<StartedEngine> {
  if (settings.engine === "none") return unstarted();
  const { server, reason } = await world.postgres.start({
    choice: settings.engine,
    major: settings["postgres-version"] ?? null,
    databaseUrl: settings["database-url"] ?? null,
    disposable: settings.disposable,
    keep,
    signal: world.signal,
    log: (message) => world.log.progress(message),
  });
  return { server, reason, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

function unstarted(): StartedEngine {
  return { server: null, reason: "", [Symbol.asyncDispose]: () => Promise.resolve() };
}

interface WhatToRehearse {
  readonly migrations: readonly ReadMigration[];
  readonly fixes: ProposeFixes;
  readonly promises: readonly Question[];
  readonly statistics: Statistics | null;
}

function rehearseChange(
  around: Surroundings,
  { migrations, fixes, promises, statistics }: WhatToRehearse,
  server: Server,
  engineReason: string,
  settings: Settings,
  world: World,
): Promise<Rehearsal> {
  const plan = {
    ...(settings.disposable ? CLONE : worldOf(around)),
    proposed: migrations,
    code: { queries: around.queries, readRoutine: readRoutineText },
    brief: settings.rehearsal === "brief",
    ...(settings["representative-rows"] === 0 ? {} : { rows: { most: settings["representative-rows"], statistics } }),
    ...(statistics === null || !settings.estimate ? {} : { growth: growthWish(statistics, settings) }),
    fixes,
    promises,
    ...(around.expected.length === 0 ? {} : { expected: { scripts: around.expected.map(splitSqlFile), ...settings.drift } }),
    engineReason,
    timeZone: settings["time-zone"],
    progress: (message: string) => world.log.progress(message),
  };
  return rehearse(plan, server, AbortSignal.any([world.signal, AbortSignal.timeout(settings.timeout * 1000)]));
}

/** A third at the most: an estimate must not take the time of the rehearsal itself. */
function growthWish(statistics: Statistics, { timeout, ...settings }: Settings) {
  return { statistics, budgetMs: 1_000 * Math.min(settings["estimate-seconds"], timeout / 3), fill: fillRepresentative };
}

/** A clone of production is the world before the change already, and has its rows. */
const CLONE = { prelude: [], schema: [], settled: [], seed: [], representative: true };

/** Null where nothing is to be kept, or what a tool sends is not known yet. */
function keptWorld(around: WorldFiles, settings: Settings): KeepWorlds | null {
  const { cache: folder, command } = settings;
  if (folder === undefined || command !== undefined) return null;
  const proposed = around.history.proposed.map(({ id, up, down }) => ({
    up: splitScript(id, up),
    down: down === null ? null : splitScript(id, down),
  }));
  return { folder, digest: worldDigest(worldParts({ ...worldOf(around), proposed }), settings["time-zone"]) };
}

function worldOf(around: WorldFiles) {
  const { history, schema, seed, prelude } = around;
  return {
    prelude: [...history.prelude, ...prelude.map((file) => ({ title: file.path, sql: file.text }))],
    schema: schema.map(splitSqlFile),
    settled: history.settled.map((migration) => splitScript(migration.id, migration.up)),
    seed: seed.map(splitSqlFile),
    representative: isRepresentative(around),
  };
}

async function deriveBase({ history, schema, seed, ...around }: Surroundings, serverMajor: number) {
  const files = await Promise.all([...schema, ...seed].map((file) => readSqlFile(file, { serverMajor })));
  const settled = await readMigrations(
    history.settled.map((migration) => ({ ...migration, down: null })),
    { serverMajor: NEWEST_MAJOR },
  );
  const world = [...files.slice(0, schema.length), ...settled.map((migration) => migration.up), ...files.slice(schema.length)];
  return deriveCatalog(world, {
    complete: history.settled.length > 0 || schema.length > 0,
    representative: isRepresentative({ history, schema, seed, ...around }),
  });
}

/** Rows were given on purpose: a seed, or a schema file that carries data. A table without rows then is an empty one. */
function isRepresentative({ schema, seed }: WorldFiles): boolean {
  return seed.length > 0 || schema.some((file) => /^\s*(insert\s+into|copy\s)/imu.test(file.text));
}

function majorOf(server: Server | null): number | null {
  return server === null ? null : Math.floor(server.versionNumber / 10_000);
}

/** Null where nobody can be asked, or nothing of this change could collide. */
async function readElsewhere(
  history: History,
  settings: Settings,
  world: World,
  serverMajor: number,
): Promise<ReadElsewhere | null> {
  if (!settings["open-changes"] || world.openChanges === undefined || history.proposed.length === 0) return null;
  const elsewhere = await world.openChanges(history, settings);
  const read = new Map<number, readonly ReadMigration[]>();
  for (const { number, migrations } of elsewhere.changes) read.set(number, await readMigrations(migrations, { serverMajor }));
  return { ...elsewhere, read };
}

/** Files named by path are judged alone: no code belongs to them. */
async function referencesIn(
  { repository }: World,
  { references, schema, seed, prelude, "expected-schema": expected }: Settings,
  change: Pick<Change, "history" | "migrations" | "base">,
): Promise<CodeReferences | null> {
  if (!references.search) return null;
  const search = repository.search?.bind(repository);
  return referencesOf({ ...change, search, ignore: references.ignore, besides: [...schema, ...seed, ...prelude, ...expected] });
}

/** Of what others do, and of code, nothing is promised, so that it cannot make a verdict impossible. */
function unseenElsewhere(elsewhere: Pick<ReadElsewhere, "unseen"> | null): readonly Unseen[] {
  return (elsewhere?.unseen ?? []).map(({ what, why }) => ({ what, why, place: null, blocking: false }));
}

/** A schema that was to be compared and was not: where the change did not go through, or no other database could be had. */
function driftUnseen({ "expected-schema": files }: Settings, rehearsal: Rehearsal | null): readonly Unseen[] {
  if (files.length === 0 || rehearsal?.drift !== undefined) return [];
  const why = "the rehearsal did not get so far as to compare the migrations with it";
  return [{ what: files.join(", "), why, place: null, blocking: false }];
}

/** Dates of exceptions are days in UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function baselineInForce({ baseline: path }: Settings, world: World) {
  if (path === undefined) return {};
  const text = (await world.settingsFile?.(path)) ?? null;
  if (text !== null) return { baseline: { path, baseline: readBaseline(path, text) } };
  world.log.warn(`There is no baseline ${path} yet, so it silences nothing; \`migration-gate baseline\` writes one.`);
  return {};
}

function wayBackSeverity(settings: Settings) {
  return settings["way-back"] === "required" ? ({ "down-missing": "error" } as const) : {};
}

function notRehearsed(settings: Settings, history: History): Unseen | null {
  if (settings.engine !== "none" || history.proposed.length === 0) return null;
  return {
    what: "the whole change",
    why: "engine `none` was asked for: the SQL was read, nothing was run",
    place: null,
    blocking: false,
  };
}

function subjectOf(settings: Settings, paths: readonly string[]): string {
  return paths.length > 0 ? paths.join(", ") : (settings.migrations ?? "migrations");
}
