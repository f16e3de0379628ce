// Over real histories: every migration is read as proposed on the history before it, with default settings and no server;
// a sample of the findings of severity error is then checked on a server, which holds awkward rows in every table touched.
// Usage: npx tsc -p tsconfig.json && node bench/error-precision.mjs <corpora directory> [corpus…] [--sample N] [--seed N] [--major N] [--rules a,b] [--verbose]
import { existsSync, readdirSync } from "node:fs";
import { deriveCatalog } from "../lib/catalog/derive-catalog.js";
import { findHazards } from "../lib/lint/find-hazards.js";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { extensionsIn } from "../lib/rehearsal/extensions.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { rehearse } from "../lib/rehearsal/rehearse.js";
import { rolesIn } from "../lib/rehearsal/roles-in.js";
import { buildWorld } from "../lib/rehearsal/world.js";
import { rules } from "../lib/rules/index.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitScript } from "../lib/sql/split-script.js";
import { readCorpus } from "./corpus.mjs";

/** Confirmed by what was seen, or found by comparing the schemas and rows that were seen. */
const MEASURED = new Set(["confirmed", "observed"]);
const options = { sample: "100", seed: "7", major: "15", rules: "", verbose: false };
const names = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const word = words.shift();
  if (word === "--verbose") options.verbose = true;
  else if (word.startsWith("--")) options[word.slice(2)] = words.shift();
  else names.push(word);
}
const corpora = names.shift();
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}
const serverMajor = Number(options.major);
const wanted = names.length > 0 ? names : readdirSync(corpora).sort();

const histories = [];
for (const name of wanted) {
  const history = await readHistory(name);
  if (history !== null) histories.push({ ...history, errors: judgeByText(history) });
}
const all = histories.flatMap(({ name, errors }) => errors.map((error) => ({ name, ...error })));
const files = histories.reduce((sum, { migrations }) => sum + migrations.length, 0);
console.table(
  Object.fromEntries(
    histories.map(({ name, migrations, errors }) => [
      name,
      {
        migrations: migrations.length,
        with_errors: new Set(errors.map(({ at }) => at)).size,
        errors: errors.length,
        per_1000: Math.round((1000 * errors.length) / migrations.length),
      },
    ]),
  ),
);
console.log(
  `${all.length} findings of severity error in ${files} migrations: ${Math.round((1000 * all.length) / files)} per 1,000`,
);
console.table(tally(all.map(({ finding }) => finding.rule)));

const asked = all.filter(({ finding }) => options.rules === "" || options.rules.split(",").includes(finding.rule));
const sample = shuffled(asked, Number(options.seed)).slice(0, Number(options.sample));
const { server } = await startEngine({
  choice: "local",
  major: serverMajor,
  databaseUrl: null,
  signal: new AbortController().signal,
  log: () => {},
});
const outcomes = [];
try {
  for (const history of histories) {
    const mine = sample.filter(({ name }) => name === history.name);
    if (mine.length > 0) outcomes.push(...(await check(history, mine)));
  }
} finally {
  await server[Symbol.asyncDispose]();
}
console.log(`${server.description}, sample of ${outcomes.length}, seed ${options.seed}`);
console.table(tally(outcomes.map(({ outcome }) => outcome)));
for (const { name, id, rule, outcome, message, why } of outcomes)
  if (options.verbose || !MEASURED.has(outcome))
    console.log(`${outcome}: ${name} ${id} ${rule}: ${message}${why === "" ? "" : `\n    ${why}`}`);
const judged = outcomes.filter(({ outcome }) => outcome !== "runs in the client");
const right = judged.filter(({ outcome }) => MEASURED.has(outcome)).length;
console.log(`${right} of ${judged.length} confirmed by measurement (${((100 * right) / judged.length).toFixed(1)} %)`);

async function readHistory(name) {
  const corpus = readCorpus(corpora, name);
  return corpus === null ? null : { ...corpus, read: await readMigrations(corpus.migrations, { serverMajor }) };
}

function judgeByText({ format, migrations, read }) {
  return migrations.flatMap((migration, at) => {
    const base = deriveCatalog(
      read.slice(0, at).map(({ up }) => up),
      { complete: at > 0, representative: false },
    );
    return findingsOf({ format, migrations, read }, at, base, null)
      .filter(({ severity, suppressed }) => severity === "error" && suppressed === null)
      .map((finding) => ({ at, id: migration.id, finding }));
  });
}

function findingsOf({ format, migrations, read }, at, base, rehearsal) {
  const history = {
    format: format.id,
    formatReason: "",
    settled: migrations.slice(0, at),
    proposed: [migrations[at]],
    problems: [],
    prelude: format.prelude,
  };
  const change = { history, migrations: [read[at]], base, serverMajor };
  const lint = { rules, severities: {}, timeZoneUtc: true, allow: [] };
  return findHazards(change, new Map([[migrations[at].id, migrations[at]]]), rehearsal, lint).findings;
}

async function check(history, mine) {
  const { name, migrations, prelude, read } = history;
  const scripts = migrations.map(({ id, up }) => splitScript(id, up));
  const signal = new AbortController().signal;
  let template;
  let built = 0;
  const found = [];
  for (const at of [...new Set(mine.map((each) => each.at))].sort((a, b) => a - b)) {
    const database = await openDatabase(server, template ?? null, { timeZone: null }, signal);
    const problems = await buildWorld(
      {
        prelude: built === 0 ? prelude : [],
        scripts: scripts.slice(built, at),
        roles: built === 0 ? rolesIn(scripts, read) : [],
        extensions: built === 0 ? extensionsIn(scripts, read) : [],
      },
      database,
      () => {},
    );
    for (const { file, message } of problems.slice(0, 2)) console.log(`${name} world: ${file}: ${message}`);
    template = await database.database.freeze();
    built = at;
    const plan = {
      prelude: [],
      schema: [],
      settled: [],
      seed: [],
      representative: false,
      brief: false,
      proposed: [read[at]],
      engineReason: "",
      progress: () => {},
    };
    const rehearsal = await rehearse(plan, server, signal, template);
    const seen = findingsOf(history, at, rehearsal.base, rehearsal);
    for (const { finding } of mine.filter((each) => each.at === at))
      found.push(outcomeOf(name, migrations[at].id, finding, seen, rehearsal));
  }
  return found;
}

function outcomeOf(name, id, finding, seen, rehearsal) {
  const again = seen.find((other) => other.id === finding.id) ?? seen.find((other) => sameSpot(other, finding));
  const isOfClient = finding.rule === "psql-command-unsupported";
  const common = { name, id, rule: finding.rule, message: finding.message };
  // What runs in the client, and never reaches the server, is not for the server to confirm.
  if (isOfClient) return { ...common, outcome: "runs in the client", why: "" };
  if (again === undefined)
    return { ...common, outcome: "withdrawn", why: rehearsal.outcomeReason ?? "the rehearsed catalog knows better" };
  if (again.severity !== "error") return { ...common, outcome: `lowered to ${again.severity}`, why: again.proof ?? "" };
  return { ...common, outcome: again.evidence, why: again.proof ?? rehearsal.outcomeReason ?? "" };
}

function sameSpot(a, b) {
  return a.rule === b.rule && a.statement === b.statement && a.direction === b.direction && a.table?.name === b.table?.name;
}

/** The same order for the same seed (mulberry32). */
function shuffled(list, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  return list
    .map((each) => ({ each, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
}

function tally(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1]));
}
