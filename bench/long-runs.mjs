// Hostile text: a run of one piece in every place of a migration where text may stand. Twice the text should take about
// twice the time; what takes four times as long reads the run again from each of its characters.
// Usage: npx tsc -p tsconfig.json && node bench/long-runs.mjs [characters]
import { assess } from "../lib/pipeline/assess.js";
import { reporters } from "../lib/report/index.js";
import { readSettings } from "../lib/settings/read-settings.js";

const SIZE = Number(process.argv[2] ?? 30_000);
const WORTH_A_LOOK_MS = 400;
const STEEP = 3;
const PIECES = [
  " ",
  "\t",
  "\n",
  "\r\n",
  "a",
  "a ",
  "1",
  ".",
  "a.",
  "(",
  "()",
  "[]",
  "''",
  "-",
  "/*",
  "*/",
  "$",
  ",",
  "a,",
  "=",
  ":",
  "::",
].concat([
  "\\",
  "%",
  '""',
  "_",
  "0.",
  "é",
  ";",
  "and ",
  " or ",
  "not ",
  "a=1 and ",
  "select ",
  "' || '",
  "%s ",
  "format(",
  "drop table a ",
]);
const quoted = (text) => text.replaceAll("'", "''");
const oneLine = (text) => text.replaceAll(/[\r\n]/g, " ");
const bare = (text) => quoted(text).replaceAll("$", "");
const PLACES = {
  comment: (run) => `-- ${oneLine(run)}\nALTER TABLE t ADD COLUMN c int;`,
  directive: (run) => `-- migration-gate: allow ${oneLine(run)}\nALTER TABLE t ADD COLUMN c int;`,
  literal: (run) => `UPDATE t SET a = '${quoted(run)}' WHERE id = 1;`,
  check: (run) => `ALTER TABLE t ADD CONSTRAINT c CHECK (a <> '${quoted(run)}' AND b BETWEEN 1 AND 2);`,
  bound: (run) => `CREATE TABLE pn (k int NOT NULL, note text, CHECK (k >= 1 AND k < 5 AND note <> '${quoted(run)}'));
    ALTER TABLE p ATTACH PARTITION pn FOR VALUES FROM (1) TO (5);`,
  default: (run) => `ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT '${quoted(run)}';`,
  name: (run) => `ALTER TABLE t ADD COLUMN "${run.replaceAll('"', '""')}" int;`,
  block: (run) => `DO $q$ BEGIN ${run.replaceAll("$", "")} END $q$;`,
  dynamic: (run) => `DO $q$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN c text DEFAULT %L', 't', '${bare(run)}'); END $q$;`,
  routine: (
    run,
  ) => `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $q$ BEGIN UPDATE t SET a = '${bare(run)}'; RETURN NEW; END $q$;
    CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();`,
  view: (run) => `CREATE VIEW v AS SELECT id, '${quoted(run)}' AS x FROM t;`,
  statement: (run) => `${run};\nALTER TABLE t ADD COLUMN c int;`,
  "end of a statement": (run) => `ALTER TABLE t ADD COLUMN c int ${run};\nSELECT 1;`,
  index: (run) => `CREATE INDEX i ON t (lower(a)) WHERE a <> '${quoted(run)}';`,
  using: (run) => `ALTER TABLE t ALTER COLUMN a TYPE int USING (replace(a, '${quoted(run)}', ''))::int;`,
  copy: (run) => `COPY t (id, a) FROM stdin;\n1\t${oneLine(run).replaceAll(/[\t\\]/g, "")}\n\\.\n`,
};
const BASE = `CREATE TABLE t (id bigint PRIMARY KEY, a text, b int); INSERT INTO t SELECT g, 'a', 1 FROM generate_series(1, 100) g;
  CREATE TABLE p (k int NOT NULL, note text) PARTITION BY RANGE (k); CREATE TABLE pd PARTITION OF p DEFAULT;`;
const REPORT = { color: false, width: 100, limit: 65_000, key: "default", fullReportUrl: null };

const settings = readSettings([{ from: "bench", values: { engine: "none" } }], { rules: [], formats: [] });
await timed("SELECT 1;");
let steep = 0;
for (const [place, write] of Object.entries(PLACES))
  for (const piece of PIECES) {
    const [once, twice] = [SIZE, 2 * SIZE].map((size) => write(piece.repeat(Math.ceil(size / piece.length))));
    const first = await timed(once);
    const second = await timed(twice);
    if (second < WORTH_A_LOOK_MS || second < STEEP * first) continue;
    steep += 1;
    console.log(`${place} ${JSON.stringify(piece)}: ${Math.round(first)} ms, twice as much ${Math.round(second)} ms`);
  }
console.log(`${Object.keys(PLACES).length * PIECES.length} runs of ${SIZE} and ${2 * SIZE} characters, ${steep} steep`);

async function timed(sql) {
  const script = (file, text) => ({ file, text, transaction: "file", psql: true });
  const migration = (id, text) => ({ id, version: id, up: script(`${id}.sql`, text), down: null, digests: [] });
  const history = {
    format: "plain",
    formatReason: "given",
    settled: [migration("1", BASE)],
    proposed: [migration("2", sql)],
    prelude: [],
    problems: [],
  };
  const world = {
    repository: { history: async () => history, files: async () => [] },
    postgres: { start: async () => null },
    publishers: [],
    log: { progress() {}, warn() {} },
    signal: new AbortController().signal,
    now: new Date(0),
  };
  const begun = performance.now();
  const assessment = await assess(settings, [], world);
  for (const reporter of reporters) reporter.render(assessment, REPORT);
  return performance.now() - begun;
}
