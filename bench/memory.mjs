// Peak memory of the largest process: a one-file change on each engine, and a schema file of many megabytes.
// Usage: npm run build && node bench/memory.mjs [megabytes]
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measured, row } from "./measured-command.mjs";

const megabytes = Number(process.argv[2] ?? 49);
const cli = resolve("dist/cli/index.js");
const folder = mkdtempSync(join(tmpdir(), "gate-bench-"));
try {
  writeFileSync(join(folder, "change.sql"), "ALTER TABLE t0 ADD COLUMN note text;\n");
  writeFileSync(join(folder, "small.sql"), "CREATE TABLE t0 (id bigint PRIMARY KEY, name text);\n");
  makeDump(join(folder, "large.sql"));
  for (const [schema, engine] of [
    ["small.sql", "none"],
    ["small.sql", "local"],
    ["small.sql", "pglite"],
    ["large.sql", "none"],
    ["large.sql", "local"],
  ]) {
    const args = [cli, "check", "--engine", engine, "--schema", schema, "--report", "json", "change.sql"];
    console.log(row(`${engine}, ${schema}`, measured("node", args, { cwd: folder, mayFail: true })));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Tables, and their rows by COPY, as pg_dump writes them. */
function makeDump(path) {
  const file = openSync(path, "w");
  const rows = Array.from({ length: 10_000 }, (_, at) => `${at}\tsome text of the row ${at}\n`).join("");
  for (let at = 0, written = 0; written < megabytes * 1024 ** 2; at++) {
    written += writeSync(
      file,
      `CREATE TABLE t${at} (id bigint PRIMARY KEY, name text);\nCOPY t${at} (id, name) FROM stdin;\n${rows}\\.\n\n`,
    );
  }
  closeSync(file);
}
