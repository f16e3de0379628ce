// Six harmless looking statements in one transaction: how much of the time that the table is closed do readers and writers see?
// Usage: npx tsc -p tsconfig.json && node bench/outage.mjs [--major 15] [--runs 5]
import { readFileSync } from "node:fs";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { rehearse } from "../lib/rehearsal/rehearse.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitSqlFile } from "../lib/sql/sql-file.js";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const read = (path) => ({
  path,
  text: readFileSync(new URL(`../fixtures/scenarios/six-statements/${path}`, import.meta.url), "utf8"),
});
const script = (path) => ({ file: path, text: read(path).text, transaction: "file", psql: false });
const signal = new AbortController().signal;
const { server } = await startEngine({
  choice: "local",
  major: option("--major", null),
  databaseUrl: null,
  signal,
  log: () => {},
});
const rows = [];
try {
  const migration = {
    id: "0001_currency",
    version: "0001",
    up: script("0001_currency.up.sql"),
    down: script("0001_currency.down.sql"),
    digests: [],
  };
  const proposed = await readMigrations([migration], { serverMajor: Math.floor(server.versionNumber / 10_000) });
  for (let run = 0; run < option("--runs", 5); run++) rows.push(...(await once(proposed)));
} finally {
  await server[Symbol.asyncDispose]();
}
console.log(`${server.description}; the lock is held from its grant to COMMIT, by the migrating session's own clock`);
console.table(rows);

async function once(proposed) {
  const result = await rehearse(
    {
      prelude: [],
      schema: [splitSqlFile(read("schema.sql"))],
      settled: [],
      seed: [splitSqlFile(read("seed.sql"))],
      representative: true,
      proposed,
      engineReason: "the bench asked for it",
      progress: () => {},
    },
    server,
    signal,
  );
  if (result.outcome !== "completed") throw new Error(result.outcomeReason);
  return ["up", "down"].map((phase) => {
    const probe = result.probes.find((each) => each.relation === "public.orders" && each.phase === phase);
    const steps = result.steps.filter((step) => step.phase === phase);
    const closedMs = Math.max(
      ...steps.flatMap(({ locks }) =>
        locks
          .filter(({ relation, mode }) => relation === "public.orders" && mode === "AccessExclusiveLock")
          .map(({ heldMs }) => heldMs),
      ),
    );
    const share = (ms) => `${Math.round(ms)} ms (${((100 * ms) / closedMs).toFixed(1)} %)`;
    return {
      phase,
      "first statement ms": steps[0].durationMs.toFixed(1),
      "closed ms": Math.round(closedMs),
      "reader waited": share(probe.reads.worstMs),
      "writer waited": share(probe.writes.worstMs),
      "calm ms": probe.reads.calmMs.toFixed(1),
    };
  });
}
