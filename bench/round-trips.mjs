// Replays real histories, judges each of the last migrations as proposed on the history before it, and compares the
// way back with what is known of it (`measured_round_trips` of each corpus).
// Usage: npx tsc -p tsconfig.json && node bench/round-trips.mjs <corpora directory> [corpus…] [--engine local|pglite] [--last N] [--major N] [--thorough] [--verbose]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { formatById } from "../lib/formats/index.js";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { extensionsIn } from "../lib/rehearsal/extensions.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { rehearse } from "../lib/rehearsal/rehearse.js";
import { rolesIn } from "../lib/rehearsal/roles-in.js";
import { buildWorld } from "../lib/rehearsal/world.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitScript } from "../lib/sql/split-script.js";

/** A type of the name, and an entry that says the extension is there: enough for histories that only store its values. */
const VECTOR = `create type vector;
create function vector_in(cstring, oid, integer) returns vector language internal immutable strict as 'varcharin';
create function vector_out(vector) returns cstring language internal immutable strict as 'varcharout';
create type vector (input = vector_in, output = vector_out, internallength = variable, storage = extended);
set allow_system_table_mods = on;
insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
select 9999, 'vector', 10, 'public'::regnamespace, true, '0.8.0'`;

const FORMAT_OF_TOOL = {
  dbmate: "dbmate",
  diesel: "diesel",
  flyway: "flyway",
  "golang-migrate": "golang-migrate",
  goose: "goose",
  prisma: "prisma",
  "sql-migrate": "sql-migrate",
  sqlx: "sqlx",
  tern: "tern",
  sqitch: "sqitch",
  "ory popx": "popx",
};

const options = { engine: "local", last: "20", major: "", verbose: false, thorough: false };
const names = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const word = words.shift();
  if (word === "--verbose" || word === "--thorough") options[word.slice(2)] = true;
  else if (word.startsWith("--")) options[word.slice(2)] = words.shift();
  else names.push(word);
}
const corpora = names.shift();
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}
const wanted = names.length > 0 ? names : readdirSync(corpora).sort();
const signal = new AbortController().signal;
const { server } = await startEngine({
  choice: options.engine,
  major: options.major === "" ? null : Number(options.major),
  databaseUrl: null,
  signal,
  log: () => {},
});
const table = {};
try {
  for (const name of wanted) {
    const path = join(corpora, name, "meta.json");
    const meta = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
    const format = FORMAT_OF_TOOL[meta?.tool];
    if (format === undefined) continue;
    table[name] = await replay(name, meta, formatById(format));
  }
} finally {
  await server[Symbol.asyncDispose]();
}
console.log(`${server.description}, the last ${options.last} migrations of each`);
console.table(table);
const sum = (field) => Object.values(table).reduce((total, row) => total + row[field], 0);
console.log(`${sum("agree")} of ${sum("known")} known verdicts agree (${((100 * sum("agree")) / sum("known")).toFixed(2)} %)`);

async function replay(name, meta, format) {
  const root = join(corpora, name, "raw");
  const files = filesBelow(join(root, meta.directory)).map((path) => ({
    path: relative(root, path).split(sep).join("/"),
    text: withoutTemplates(readFileSync(path, "utf8")),
  }));
  const left = new Set(meta.simple_files ?? []);
  const migrations = format.read(files, { placeholders: {} }).migrations.filter(({ up }) => !left.has(basename(up.file)));
  const scripts = migrations.map(({ id, up }) => splitScript(id, up));
  const proposed = await readMigrations(migrations, { serverMajor: Math.floor(server.versionNumber / 10_000) });
  const cut = Math.max(0, migrations.length - Number(options.last));
  const roles = rolesIn(scripts, proposed);

  const begun = performance.now();
  const first = await openDatabase(server, null, { timeZone: null }, signal);
  const problems = await buildWorld(
    {
      prelude: [...format.prelude, ...platform(meta)],
      scripts: scripts.slice(0, cut),
      roles,
      extensions: extensionsIn(scripts, proposed),
    },
    first,
    (message) => console.error(message),
  );
  const worldMs = performance.now() - begun;
  for (const { file, message } of problems.slice(0, 5)) console.log(`${name} world: ${file}: ${message}`);
  let template = await first.database.freeze();
  const outcomes = {};
  const row = {
    world_s: seconds(worldMs),
    gaps: problems.length,
    judged: 0,
    failed: 0,
    blank: 0,
    known: 0,
    agree: 0,
    column_order: 0,
    known_column_order: meta.measured_round_trips?.pg15?.column_order_only ?? 0,
    slowest_s: 0,
    mean_s: 0,
  };
  const known = knownStatuses(meta);
  let total = 0;
  for (let at = cut; at < migrations.length; at++) {
    const plan = {
      prelude: [],
      schema: [],
      settled: [],
      seed: [],
      representative: false,
      brief: !options.thorough,
      proposed: [proposed[at]],
      engineReason: "",
      progress: () => {},
    };
    const result = await rehearse(plan, server, signal, template);
    const mine = schemaStatus(result);
    total += result.timings.totalMs;
    row.judged++;
    row.slowest_s = Math.max(row.slowest_s, seconds(result.timings.totalMs));
    if (result.outcome !== "completed") row.failed++;
    if (result.rollback.status === "missing" && migrations[at].down !== null) row.blank++;
    outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
    const step = meta.steps.find(({ src }) => src === migrations[at].up.file);
    // A down without a word says nothing about the schema: `missing` here, an empty success there.
    const blank = result.rollback.status === "missing";
    // Ups that the reference could not apply either have no pair.
    const unapplied = result.outcome === "failed" && (meta.results?.pg15?.up_ok ?? 0) < (meta.results?.pg15?.up_total ?? 0);
    const theirs = step?.has_down && known !== null && !blank && !unapplied ? (known.get(step.n) ?? "restored") : undefined;
    if (theirs !== undefined) {
      row.known++;
      if (mine === "column-order") row.column_order++;
      if (agrees(theirs, mine)) row.agree++;
      else
        console.log(`${name} ${migrations[at].id}: known ${theirs}, seen ${mine} (${result.rollback.status}) ${explain(result)}`);
    }
    if (options.verbose || result.outcome !== "completed")
      console.log(
        `${name} ${migrations[at].id}: ${result.outcome} ${result.outcomeReason ?? ""} ${result.rollback.status} ${seconds(result.timings.totalMs)} s`,
      );
    const next = await openDatabase(server, template, { timeZone: null }, signal);
    await buildWorld({ prelude: [], scripts: [scripts[at]], roles: [], extensions: [] }, next, () => {});
    template = await next.database.freeze();
  }
  row.mean_s = seconds(total / Math.max(1, row.judged));
  return row;
}

/** What the corpus says that its platform makes before the first migration. */
function platform(meta) {
  if (meta.name === "bionic_gpt") return [{ title: "a stand-in for the extension vector", sql: VECTOR }];
  const sql = meta.results?.pg15?.prelude;
  return (sql ?? "") === ""
    ? []
    : sql
        .split(/;\s*/u)
        .filter(Boolean)
        .map((each) => ({ title: "the platform", sql: each }));
}

/** Parts of a template that load sample data where a setting says so. */
function withoutTemplates(text) {
  return text.replaceAll(/\{\{ (?:if|template|end)[^}]*\}\}/gu, "");
}

function knownStatuses(meta) {
  const measured = meta.measured_round_trips?.pg15;
  if (measured === undefined) return null;
  const { drift = [], fails = [] } = measured;
  // Which pairs differ in the order of columns alone is not told, only how many.
  const statuses = new Map();
  for (const { n } of drift) statuses.set(n, "drift");
  for (const { n } of fails) statuses.set(n, "fails");
  return statuses;
}

/** A down that does nothing but raise is a declared point of no return here, and a failure there. */
function agrees(theirs, mine) {
  if (theirs === "restored") return mine === "exact" || mine === "column-order";
  return theirs === mine || (theirs === "fails" && mine === "irreversible");
}

/** The corpora know of the schema alone; what happened to rows is ours. */
function schemaStatus({ outcome, rollback }) {
  if (outcome !== "completed") return outcome;
  if (!["data-loss", "drift"].includes(rollback.status)) return rollback.status;
  const schema = rollback.differences.filter(({ kind }) => kind !== "rows");
  if (schema.length === 0) return "exact";
  return schema.every(({ kind }) => kind === "column order") ? "column-order" : "drift";
}

function explain({ outcomeReason, rollback }) {
  const differences = rollback.differences
    .slice(0, 6)
    .map(({ kind, object, before, after }) => `\n    ${kind} ${object}: ${before} → ${after}`);
  return `${outcomeReason ?? ""} ${rollback.error?.message ?? ""}${differences.join("")}`;
}

function seconds(ms) {
  return Math.round(ms / 10) / 100;
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
