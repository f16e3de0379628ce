// Applies whole histories and compares how many of their steps the server takes with what is known of them.
// Usage: npx tsc -p tsconfig.json && node bench/histories.mjs <corpora directory> [corpus…] [--major N]
import { existsSync, readdirSync } from "node:fs";
import { startEngine } from "../lib/rehearsal/engines/index.js";
import { extensionsIn } from "../lib/rehearsal/extensions.js";
import { openDatabase } from "../lib/rehearsal/open-database.js";
import { rolesIn } from "../lib/rehearsal/roles-in.js";
import { buildWorld } from "../lib/rehearsal/world.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitScript } from "../lib/sql/split-script.js";
import { readCorpus } from "./corpus.mjs";

const words = process.argv.slice(2);
const at = words.indexOf("--major");
const [, major = "15"] = at < 0 ? [] : words.splice(at, 2);
const corpora = words.shift();
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}
const signal = new AbortController().signal;
const { server } = await startEngine({ choice: "local", major: Number(major), databaseUrl: null, signal, log: () => {} });
const table = {};
try {
  for (const name of words.length > 0 ? words : readdirSync(corpora).sort()) {
    const corpus = readCorpus(corpora, name);
    if (corpus !== null) table[name] = await apply(corpus);
  }
} finally {
  await server[Symbol.asyncDispose]();
}
console.log(server.description);
console.table(table);

async function apply({ name, meta, migrations, prelude }) {
  const open = await openDatabase(server, null, { timeZone: null }, signal);
  const scripts = migrations.map(({ id, up }) => splitScript(id, up));
  const read = await readMigrations(migrations, { serverMajor: Number(major) });
  const begun = performance.now();
  const problems = await buildWorld(
    { prelude, scripts, roles: rolesIn(scripts, read), extensions: extensionsIn(scripts, read) },
    open,
    () => {},
  );
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  await open.database.drop();
  const own = new Set(migrations.map(({ up }) => up.file));
  const failed = problems.filter(({ file }) => own.has(file));
  for (const { file, message } of failed) console.log(`${name}: ${file}: ${message}`);
  const known = meta.results?.[`pg${major}`] ?? {};
  // Steps that are no SQL are not ours to apply.
  const others = meta.steps.filter((step) => step.kind !== "sql").length;
  return {
    steps: migrations.length,
    applied: migrations.length - failed.length,
    known: `${known.up_ok} of ${known.up_total}`,
    others,
    seconds,
  };
}
