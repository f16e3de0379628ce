// What estimates are worth: a change measured on at most 200,000 rows and carried to more, against its true time there.
// Usage: npx tsc -p tsconfig.json && node bench/prediction.mjs [--rows 5000000] [--major 15] [--budget 60]
import { estimateImpacts } from "../lib/impact/estimate-impacts.js";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { measuredRun } from "../lib/rehearsal/growth/measured-run.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { rehearse } from "../lib/rehearsal/rehearse.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitSqlFile } from "../lib/sql/sql-file.js";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const rows = option("--rows", 5_000_000);
const owners = Math.round(rows / 20);
const signal = new AbortController().signal;

const schema = `
create table owners (id int primary key, name text);
create table orders (id int primary key, owner_id int, amount int, code text, note text, state text, total int);`;
const work = {
  "SET NOT NULL": "alter table orders alter column amount set not null",
  "ADD CHECK": "alter table orders add constraint orders_amount check (amount >= 0)",
  "ADD FOREIGN KEY": "alter table orders add constraint orders_owner foreign key (owner_id) references owners (id)",
  "int to bigint": "alter table orders alter column id type bigint",
  "ADD COLUMN volatile": "alter table orders add column token uuid default gen_random_uuid()",
  "UPDATE all": "update orders set total = amount * 2",
  "backfill in batches":
    "do $$ declare top bigint; begin select coalesce(max(id), 0) into top from orders; for at in 0..top / 5000 loop update orders set state = 'open' where id > at * 5000 and id <= (at + 1) * 5000; end loop; end $$",
  "CREATE INDEX int": "create index orders_owner_id on orders (owner_id)",
  "CREATE INDEX text": "create index orders_code on orders (code)",
  "ADD UNIQUE": "alter table orders add constraint orders_token unique (token)",
};
const names = Object.keys(work);
const statistics = statisticsOf();

const { server } = await startEngine({ choice: "local", major: option("--major", 15), databaseUrl: null, signal, log: () => {} });
try {
  const script = { file: "change.sql", text: `${Object.values(work).join(";\n")};\n`, transaction: "statement", psql: true };
  const proposed = await readMigrations([{ id: "change", version: "1", up: script, down: null, digests: [] }], {
    serverMajor: 15,
  });
  const begun = performance.now();
  const seen = await rehearse(planOf(proposed), server, signal);
  const calibrated = performance.now() - begun;
  if (seen.outcome !== "completed") throw new Error(seen.outcomeReason ?? seen.outcome);
  const impacts = estimateImpacts(seen.growth.statements, { statistics, now: new Date(), speed: 1 });
  for (const { what, why } of seen.growth.unmeasured) console.log(`${what}: ${why}`);
  const truth = await trueTimes(proposed);
  tell(impacts, truth, calibrated);
} finally {
  await server[Symbol.asyncDispose]();
}

function statisticsOf() {
  const table = (count) => ({
    rows: count,
    parent: null,
    bytes: count * 100,
    toastBytes: 0,
    deadRows: 0,
    readsPerSecond: 10,
    writesPerSecond: 10,
    analyzedAt: null,
    columns: {},
    indexes: {},
  });
  return {
    version: 1,
    takenAt: new Date().toISOString(),
    server: { settings: { maintenance_work_mem: "64MB" }, replicas: 0 },
    tables: { "public.orders": table(rows), "public.owners": table(owners) },
  };
}

function planOf(proposed) {
  return {
    prelude: [],
    schema: [splitSqlFile({ path: "before.sql", text: schema })],
    settled: [],
    seed: [],
    representative: false,
    proposed,
    engineReason: "",
    growth: { statistics, budgetMs: option("--budget", 60) * 1_000, fill },
    progress: (message) => console.error(message),
  };
}

/** Plain rows, the same at any size but for their number. */
async function fill(session, _versionNumber, { rows: wanted }) {
  const [orders, some] = [wanted.get("public.orders") ?? 0, wanted.get("public.owners") ?? 0];
  await session.run(`insert into owners select n, 'owner ' || n from generate_series(1, ${some}) n`);
  await session.run(
    `insert into orders select n, 1 + (hashint4(n) & 2147483647) % ${some}, n % 1000, md5(n::text), repeat('x', 40), null, null from generate_series(1, ${orders}) n`,
  );
  return { filled: [], unfilled: [] };
}

async function trueTimes(proposed) {
  const open = await openDatabase(server, null, { timeZone: null }, signal);
  try {
    await open.session.run(schema);
    await fill(open.observer, server.versionNumber, {
      rows: new Map([
        ["public.orders", rows],
        ["public.owners", owners],
      ]),
    });
    await open.observer.run("vacuum (analyze) owners");
    await open.observer.run("vacuum (analyze) orders");
    await open.observer.run("checkpoint");
    console.error(`Running the change on ${rows} rows`);
    return (await measuredRun(proposed, open)).map(({ step, newBytes }) => ({ ...step, newBytes }));
  } finally {
    await open.database.drop();
  }
}

function tell(impacts, truth, calibrated) {
  const lines = names.map((name, at) => {
    const impact = impacts.find(({ statement }) => statement === at);
    const actual = truth.find(({ statement }) => statement === at);
    if (impact === undefined || actual === undefined || actual.error !== null) return { work: name };
    const { low, likely, high } = impact.estimate.seconds;
    const seconds = actual.durationMs / 1_000;
    const disk = impact.estimate.diskBytes;
    return {
      work: name,
      "largest here, ms": Math.round(impact.measured.at(-1)?.ms ?? 0),
      growth: impact.growth,
      estimate: `${likely.toFixed(1)} s (${low.toFixed(1)} to ${high.toFixed(1)})`,
      "true s": seconds.toFixed(1),
      ratio: likely / seconds,
      inside: seconds >= low && seconds <= high,
      "WAL ratio": (impact.estimate.walBytes.likely / Math.max(1, actual.walBytes)).toFixed(2),
      "space ratio": disk === null ? "" : ((disk.likely + 1) / ((actual.newBytes ?? 0) + 1)).toFixed(2),
    };
  });
  const known = lines.flatMap(({ ratio, inside }) => (ratio === undefined ? [] : [{ off: Math.max(ratio, 1 / ratio), inside }]));
  console.table(lines.map((line) => ({ ...line, ratio: line.ratio?.toFixed(2) })));
  const within = (most) => known.filter(({ off }) => off <= most).length;
  console.log(
    `${server.description}; measured in ${(calibrated / 1_000).toFixed(0)} s, carried to ${rows} rows: ${known.length} of ${names.length} estimated, ` +
      `within 1.5: ${within(1.5)}, within 2: ${within(2)}, inside the range: ${known.filter(({ inside }) => inside).length}`,
  );
}
