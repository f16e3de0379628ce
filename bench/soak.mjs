// Every migration of real histories is judged as proposed on its own history, by the whole pipeline: read, predicted,
// rehearsed with all its parts, and told in every form. Counts crashes, hangs, and what is left behind.
// Usage: npx tsc -p tsconfig.json && node bench/soak.mjs <corpora directory> [corpus…] [--engine local|pglite] [--major N] [--workers N] [--every N]
import { fork } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assess } from "../lib/pipeline/assess.js";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { extensionsIn } from "../lib/rehearsal/extensions.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { rolesIn } from "../lib/rehearsal/roles-in.js";
import { buildWorld } from "../lib/rehearsal/world.js";
import { reporters } from "../lib/report/index.js";
import { readSettings } from "../lib/settings/read-settings.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitScript } from "../lib/sql/split-script.js";
import { readCorpus } from "./corpus.mjs";

/** Longer than the rehearsal of one migration may take by its own settings: whoever takes it, hangs. */
const HANG_MS = 300_000;
const REPORT = { color: true, width: 100, limit: 65_000, key: "default", fullReportUrl: null };

const options = { engine: "local", major: "15", workers: String(availableParallelism()), every: "1", from: "0" };
/** Migrations of one worker: each leaves a frozen database on its server, and servers have a limit of disk. */
const PART = 60;
const names = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const word = words.shift();
  if (word.startsWith("--")) options[word.slice(2)] = words.shift();
  else names.push(word);
}
const corpora = names.shift();
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}
if (process.send === undefined) await lead();
else await work();

async function lead() {
  const begun = performance.now();
  const all = (names.length > 0 ? names : readdirSync(corpora))
    .map((name) => readCorpus(corpora, name))
    .filter((corpus) => corpus !== null)
    .sort((a, b) => b.migrations.length - a.migrations.length)
    .flatMap(({ name, migrations }) =>
      Array.from({ length: Math.ceil(migrations.length / PART) }, (_, part) => ({ name, from: part * PART })),
    );
  // Ended from outside: each worker ends after the migration that it judges, and the table tells of what was judged.
  const workers = new Set();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      all.length = 0;
      for (const worker of workers) worker.send("stop");
    });
  }
  // A folder of its own for all that the run makes: what is in it at the end was left behind.
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  // A server that root starts runs as another account, which has to get in.
  chmodSync(folder, 0o711);
  const rows = {};
  await Promise.all(Array.from({ length: Number(options.workers) }, () => oneAfterTheOther(all, folder, rows, workers)));
  const left = readdirSync(folder);
  const running = processesOf(folder);
  console.table(rows);
  const sum = (field) => Object.values(rows).reduce((total, row) => total + (row[field] ?? 0), 0);
  const minutes = Math.round((performance.now() - begun) / 60_000);
  console.log(
    `${sum("judged")} migrations in ${minutes} minutes: crashes ${sum("crashes")}, hangs ${sum("hangs")}, ` +
      `files left ${left.length}, processes left ${running.length}`,
  );
  for (const each of [...left, ...running]) console.log(`  left: ${each}`);
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = sum("crashes") + sum("hangs") + left.length + running.length > 0 ? 1 : 0;
}

async function oneAfterTheOther(queue, folder, rows, workers) {
  while (queue.length > 0) {
    const { name, from } = queue.shift();
    const row = await inWorker(name, from, folder, workers);
    console.log(name, from, JSON.stringify(row));
    rows[name] = together(rows[name], row);
  }
}

function together(before, row) {
  if (before === undefined) return row;
  const most = ["slowest_s", "rss_mb"];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(row)])];
  const sum = (key) => (before[key] ?? 0) + (row[key] ?? 0);
  return Object.fromEntries(keys.map((key) => [key, most.includes(key) ? Math.max(before[key] ?? 0, row[key] ?? 0) : sum(key)]));
}

/** A worker that dies, or is silent for too long, is counted; nothing of it may stay. */
function inWorker(name, from, folder, workers) {
  const flags = Object.entries({ ...options, from: String(from) }).flatMap(([key, value]) => [`--${key}`, value]);
  const child = fork(fileURLToPath(import.meta.url), [corpora, name, ...flags], { env: { ...process.env, TMPDIR: folder } });
  workers.add(child);
  return new Promise((resolve) => {
    let row = { judged: 0, crashes: 0, hangs: 0 };
    let last = name;
    const hang = () => {
      console.log(`${name}: hangs at ${last}`);
      row.hangs++;
      child.kill("SIGTERM");
    };
    let timer = setTimeout(hang, HANG_MS).unref();
    child.on("message", (message) => {
      clearTimeout(timer);
      timer = setTimeout(hang, HANG_MS).unref();
      if (message.row !== undefined) row = message.row;
      if (message.at !== undefined) last = message.at;
    });
    child.on("exit", (status, signal) => {
      clearTimeout(timer);
      workers.delete(child);
      if (status !== 0 && row.hangs === 0) {
        console.log(`${name}: the worker ended with ${status ?? signal} at ${last}`);
        row.crashes++;
      }
      resolve(row);
    });
  });
}

async function work() {
  let stopped = false;
  process.on("SIGINT", () => {});
  process.on("message", () => {
    stopped = true;
  });
  const corpus = readCorpus(corpora, names[0]);
  const signal = new AbortController().signal;
  const major = Number(options.major);
  const { server } = await startEngine({ choice: options.engine, major, databaseUrl: null, signal, log: () => {} });
  try {
    await judgeAll(corpus, server, signal, () => stopped);
  } finally {
    await server[Symbol.asyncDispose]();
  }
  process.disconnect();
}

async function judgeAll(corpus, server, signal, stopped) {
  const { migrations } = corpus;
  const scripts = migrations.map(({ id, up }) => splitScript(id, up));
  const read = await readMigrations(migrations, { serverMajor: Number(options.major) });
  const row = { judged: 0, pass: 0, hold: 0, block: 0, "cannot-judge": 0, crashes: 0, hangs: 0, slowest_s: 0, rss_mb: 0 };
  const from = Number(options.from);
  const settings = readSettings([], { rules: [], formats: [] });
  let template = await stepOn(server, null, signal, {
    prelude: corpus.prelude,
    scripts: scripts.slice(0, from),
    roles: rolesIn(scripts, read),
    extensions: extensionsIn(scripts, read),
  });
  for (let at = from; at < Math.min(from + PART, migrations.length) && !stopped(); at++) {
    const migration = migrations[at];
    process.send({ at: migration.id, row });
    if (at % Number(options.every) === 0) {
      const begun = performance.now();
      try {
        const assessment = await assess(settings, [], worldOf(corpus, migration, server, template, signal));
        row[assessment.verdict.decision] = (row[assessment.verdict.decision] ?? 0) + 1;
        for (const reporter of reporters) reporter.render(assessment, REPORT);
      } catch (error) {
        row.crashes++;
        console.log(`${corpus.name}: ${migration.id}: ${error.stack ?? error}`);
      }
      row.judged++;
      row.slowest_s = Math.max(row.slowest_s, Math.round((performance.now() - begun) / 100) / 10);
      row.rss_mb = Math.max(row.rss_mb, Math.round(process.memoryUsage.rss() / 1_048_576));
    }
    template = await stepOn(server, template, signal, { prelude: [], scripts: [scripts[at]], roles: [], extensions: [] });
  }
  process.send({ row });
}

/** The next world: what was settled, and one step more. */
async function stepOn(server, template, signal, world) {
  const next = await openDatabase(server, template, { timeZone: null }, signal);
  await buildWorld(world, next, () => {});
  return next.database.freeze();
}

/** The pipeline's world, in which the settled history has been applied already. */
function worldOf({ format }, migration, server, template, signal) {
  const here = {
    engineId: server.engineId,
    version: server.version,
    versionNumber: server.versionNumber,
    description: server.description,
    abilities: server.abilities,
    database: (frozen) => server.database(frozen ?? template),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return {
    repository: {
      history: () =>
        Promise.resolve({
          format: format.id,
          formatReason: "soak",
          settled: [],
          proposed: [migration],
          prelude: [],
          problems: [],
        }),
      files: () => Promise.resolve([]),
    },
    postgres: { start: () => Promise.resolve({ server: here, reason: "soak" }) },
    publishers: [],
    now: new Date(),
    log: { progress: () => {}, warn: () => {} },
    signal,
  };
}

function processesOf(folder) {
  if (!existsSync("/proc/self/cmdline")) return [];
  return readdirSync("/proc")
    .filter((id) => /^\d+$/u.test(id))
    .flatMap((id) => {
      try {
        const line = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(folder) ? [line] : [];
      } catch {
        return [];
      }
    });
}
