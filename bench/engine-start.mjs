// Times what a run pays for an engine: its start, an empty database, a frozen one copied. Medians of five, in milliseconds, and
// how many times `psql -c 'select 1'` (a new process, a new connection) each is, where psql is installed.
// Usage: npx tsc -p tsconfig.json && node bench/engine-start.mjs [rounds]
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { local } from "../lib/rehearsal/engines/local.js";
import { pglite } from "../lib/rehearsal/engines/pglite.js";
import { findServerBinaries } from "../lib/rehearsal/engines/server-binaries.js";

const rounds = Number(process.argv[2] ?? 5);
const signal = new AbortController().signal;
const majors = [...new Set(findServerBinaries().map(({ major }) => major))];
const offered = [...majors.map((major) => ({ engine: local, major })), { engine: pglite, major: null }];

const medians = {};
const psql = [];
for (const { engine, major } of offered) {
  const times = { start: [], first_database: [], database: [], freeze: [], copy: [], dispose: [] };
  let version = "";
  for (let round = 0; round < rounds; round++) version = await measure(engine, major, times);
  const row = Object.entries(times).map(([what, all]) => [what, median(all)]);
  medians[`${engine.id} ${version}`] = Object.fromEntries(row);
}
console.log(`Medians of ${rounds}, ms`);
console.table(medians);
if (psql.length === 0) console.log("no ratio: psql is missing, or no server for it");
else {
  const unit = median(psql);
  console.log(`Times of psql -c 'select 1', which takes ${unit} ms`);
  const ratio = (row) => Object.fromEntries(Object.entries(row).map(([what, ms]) => [what, Math.round((ms / unit) * 10) / 10]));
  console.table(Object.fromEntries(Object.entries(medians).map(([name, row]) => [name, ratio(row)])));
}

async function measure(engine, major, times) {
  const timed = async (what, action) => {
    const begun = performance.now();
    const result = await action();
    times[what].push(performance.now() - begun);
    return result;
  };
  const server = await timed("start", () => engine.start({ major, databaseUrl: null, signal }));
  try {
    // Each with a session, so that an engine that puts its work off is not flattered.
    const opened = async (template) => {
      const database = await server.database(template);
      const session = await database.connect();
      await session.query("select 1");
      return { database, session };
    };
    const first = await timed("first_database", () => opened());
    const second = await timed("database", () => opened());
    if (engine.id === "local") await timePsql(await second.database.connectAsObserver());
    await first.session.run(
      "create table t (id int primary key, name text); insert into t select i, md5(i::text) from generate_series(1, 10000) i",
    );
    const template = await timed("freeze", () => first.database.freeze());
    await timed("copy", () => opened(template));
    return server.version;
  } finally {
    await timed("dispose", () => server[Symbol.asyncDispose]());
  }
}

async function timePsql(session) {
  const [at] = await session.query(
    "select current_setting('unix_socket_directories') as host, current_user as me, current_database() as db",
  );
  const begun = performance.now();
  try {
    await promisify(execFile)("psql", ["-X", "-h", at.host, "-U", at.me, "-d", at.db, "-c", "select 1"]);
    psql.push(performance.now() - begun);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function median(all) {
  const sorted = [...all].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0);
}
