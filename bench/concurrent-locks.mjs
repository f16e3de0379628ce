// Statements that cannot run in a transaction let go of their locks as they end. Are they seen on a table of ten rows, each time?
// Usage: npx tsc -p tsconfig.json && node bench/concurrent-locks.mjs [--major 15] [--runs 20]
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { playScripts } from "../lib/rehearsal/play-scripts.js";
import { readRelations } from "../lib/rehearsal/relations.js";
import { Tracer } from "../lib/rehearsal/tracer.js";
import { readMigrations } from "../lib/sql/read-migrations.js";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const WORLD = `
create table small (id int primary key, note text);
insert into small select g, 'n' || g from generate_series(1, 10) g;
create index small_note on small (note);
create materialized view summary as select id, note from small;
create unique index summary_id on summary (id);
create table events (id int, at date) partition by range (at);
create table events_1 partition of events for values from ('2026-01-01') to ('2026-02-01');
insert into events select g, '2026-01-05' from generate_series(1, 10) g;`;
const WEAK = "ShareUpdateExclusiveLock";
/** Locks that must be seen, by the PostgreSQL manual, 13.3.1 and the pages of the commands. */
const CASES = {
  "create index concurrently other on small (note)": [`small ${WEAK}`],
  "create unique index concurrently other on small (note)": [`small ${WEAK}`],
  "drop index concurrently small_note": [`small ${WEAK}`, `small_note ${WEAK}`],
  "reindex index concurrently small_note": [`small ${WEAK}`, `small_note ${WEAK}`],
  "reindex table concurrently small": [`small ${WEAK}`],
  "alter table events detach partition events_1 concurrently": [`events ${WEAK}`, "events_1 AccessExclusiveLock"],
  "refresh materialized view concurrently summary": ["summary ExclusiveLock"],
  "vacuum small": [`small ${WEAK}`],
  "vacuum (full) small": ["small AccessExclusiveLock"],
};
const signal = new AbortController().signal;
const { server } = await startEngine({
  choice: "local",
  major: option("--major", null),
  databaseUrl: null,
  signal,
  log: () => {},
});
const runs = option("--runs", 20);
const table = {};
try {
  for (const [sql, wanted] of Object.entries(CASES)) {
    let caught = 0;
    let seen = [];
    for (let run = 0; run < runs; run++) {
      seen = await once(sql);
      if (wanted.every((lock) => seen.includes(lock))) caught++;
    }
    table[sql] = { caught: `${caught} of ${runs}`, locks: seen.join(", ") };
  }
} finally {
  await server[Symbol.asyncDispose]();
}
console.log(server.description);
console.table(table);

async function once(sql) {
  const open = await openDatabase(server, null, { timeZone: null }, signal);
  try {
    await open.session.run(WORLD);
    const script = { file: "change.sql", text: `${sql};\n`, transaction: "statement", psql: true };
    const change = { id: "change", version: "1", up: script, down: null, digests: [] };
    const [migration] = await readMigrations([change], { serverMajor: Math.floor(server.versionNumber / 10_000) });
    const tracer = new Tracer(open.session, await readRelations(open.session), "up", open.observer);
    const failure = await playScripts([migration.up], tracer, () => null);
    if (failure !== null) throw new Error(`${sql}: ${failure.message}`);
    const [step] = tracer.finished();
    return step.locks.map(({ relation, mode }) => `${relation.replace("public.", "")} ${mode}`);
  } finally {
    await open.database.drop();
  }
}
