// What watching costs: a change of 500 statements through psql, and through the tracer on the same server, in paired runs.
// Usage: npx tsc -p tsconfig.json && node bench/rehearsal-overhead.mjs [--runs 7] [--major 15]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { playScripts } from "../lib/rehearsal/play-scripts.js";
import { startLoad } from "../lib/rehearsal/probes/start-load.js";
import { readRelations } from "../lib/rehearsal/relations.js";
import { Tracer } from "../lib/rehearsal/tracer.js";
import { readMigrations } from "../lib/sql/read-migrations.js";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
if (spawnSync("psql", ["--version"]).status !== 0) {
  console.log("skipped: psql is not installed");
  process.exit(0);
}
const runs = option("--runs", 7);
const signal = new AbortController().signal;
const { server } = await startEngine({
  choice: "local",
  major: option("--major", null),
  databaseUrl: null,
  signal,
  log: () => {},
});
const folder = mkdtempSync(join(tmpdir(), "migration-gate-bench-"));
const before = Array.from({ length: 20 }, (_, at) => `create table old_${at} (id int primary key, note text);`).join("\n");
const statements = Array.from({ length: 100 }, (_, at) => [
  `create table new_${at} (id bigint generated always as identity primary key, owner_id int, name text)`,
  `create index new_${at}_name on new_${at} (name)`,
  `alter table new_${at} add column state text not null default 'open', add check (state <> '')`,
  `alter table new_${at} add foreign key (owner_id) references old_${at % 20} (id)`,
  `insert into new_${at} (name) select 'n' || g from generate_series(1, 10) g`,
]).flat();
const file = join(folder, "change.sql");
writeFileSync(file, `${statements.join(";\n")};\n`);

const tables = [];
try {
  for (const shape of ["statement", "file"]) tables.push(await measure(shape));
} finally {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}
console.log(
  `${server.description}, ${statements.length} statements, ${runs} paired runs; ratio to psql: median of the pairs (smallest to largest)`,
);
console.table(tables);

async function measure(shape) {
  const [migration] = await readMigrations([migrationOf(shape)], { serverMajor: Math.floor(server.versionNumber / 10_000) });
  const pairs = [];
  for (let run = 0; run <= runs; run++) {
    const plain = await timed((open) => psql(open, shape));
    const traced = await timed((open) => trace(open, migration, false));
    const probed = await timed((open) => trace(open, migration, true));
    // The first pair warms up.
    if (run > 0) pairs.push({ plain, traced: traced / plain, probed: probed / plain, more: (probed - traced) / plain });
  }
  return {
    transactions: shape === "file" ? "one for all" : "one for each",
    "psql ms": Math.round(median(pairs.map(({ plain }) => plain))),
    traced: told(pairs.map(({ traced }) => traced)),
    "with probes": told(pairs.map(({ probed }) => probed)),
    "probes alone": told(pairs.map(({ more }) => more)),
  };
}

async function timed(work) {
  const open = await openDatabase(server, null, { timeZone: null }, signal);
  await open.session.run(before);
  try {
    return await work(open);
  } finally {
    await open.database.drop();
  }
}

async function psql(open, shape) {
  const [{ folder: host }] = await open.observer.query("select current_setting('unix_socket_directories') as folder");
  const args = ["-h", host, "-U", "gate_owner", "-d", open.database.name, "-Xq", "-v", "ON_ERROR_STOP=1", "-f", file];
  const begun = performance.now();
  const { status, stderr } = spawnSync("psql", shape === "file" ? [...args, "-1"] : args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begun;
}

async function trace(open, { up }, withProbes) {
  const relations = await readRelations(open.session);
  const names = [...relations.byOid.values()].filter(({ kind }) => kind === "r").map(({ key }) => key);
  const load = withProbes ? await startLoad(open, names) : null;
  const tracer = new Tracer(open.session, relations, "up", open.observer);
  const begun = performance.now();
  const failure = await playScripts([up], tracer, () => null);
  const took = performance.now() - begun;
  await load?.end("up", tracer.steps);
  if (failure !== null) throw new Error(failure.message);
  if (tracer.finished().length !== statements.length) throw new Error("not every statement was traced");
  return took;
}

function migrationOf(transaction) {
  const text = `${statements.join(";\n")};\n`;
  return {
    id: "change",
    version: "1",
    up: { file: "change.sql", text, transaction, psql: transaction === "statement" },
    down: null,
    digests: [],
  };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function told(ratios) {
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}
