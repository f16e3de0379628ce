// Cost as work grows, without a server: migrations in a change, statements in a file, tables before the change. Each step
// against the one before it: a factor of ten in work should be no more than ten in processor time.
// Usage: npm run build && node bench/curves.mjs [largest]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measured } from "./measured-command.mjs";

const largest = Number(process.argv[2] ?? 100_000);
const cli = resolve("dist/cli/index.js");
const folder = mkdtempSync(join(tmpdir(), "gate-bench-"));
try {
  curve("migrations", [1, 10, 100, 1_000], (count, target) => {
    for (let at = 1; at <= count; at++) writeFileSync(join(target, `V${String(at).padStart(5, "0")}__step.sql`), step(at));
    return [target];
  });
  curve("statements", [1, 10, 100, 1_000, 10_000, 100_000], (count, target) => {
    const rows = Array.from({ length: count }, (_, at) => `INSERT INTO t (id) VALUES (${at});\n`);
    writeFileSync(join(target, "change.sql"), `CREATE TABLE t (id bigint PRIMARY KEY);\n${rows.join("")}`);
    return [join(target, "change.sql")];
  });
  curve("definitions", [100, 1_000, 4_000, 16_000], (count, target) => {
    const tables = Array.from({ length: count / 4 }, (_, at) => definitions(at));
    writeFileSync(join(target, "change.sql"), tables.join(""));
    return [join(target, "change.sql")];
  });
  curve("tables", [10, 100, 1_000, 5_000], (count, target) => {
    const tables = Array.from({ length: count }, (_, at) => `CREATE TABLE t${at} (id bigint PRIMARY KEY, name text);\n`);
    writeFileSync(join(target, "schema.sql"), tables.join(""));
    writeFileSync(join(target, "change.sql"), "ALTER TABLE t1 ADD COLUMN note text;\n");
    return ["--schema", join(target, "schema.sql"), join(target, "change.sql")];
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function step(at) {
  const table = `t${Math.ceil(at / 3)}`;
  return [
    `CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL, n int);\n`,
    `ALTER TABLE ${table} ADD COLUMN at timestamptz NOT NULL DEFAULT now();\n`,
    `CREATE INDEX ${table}_name ON ${table} (name);\n`,
  ][(at - 1) % 3];
}

/** A table with what comes after it: four statements. */
function definitions(at) {
  return [
    `CREATE TABLE t${at} (id bigint PRIMARY KEY, owner_id bigint, kind text, name text NOT NULL);\n`,
    `ALTER TABLE t${at} ADD COLUMN at timestamptz NOT NULL DEFAULT now();\n`,
    `CREATE INDEX t${at}_name ON t${at} (name);\n`,
    `ALTER TABLE t${at} ADD CONSTRAINT t${at}_owner FOREIGN KEY (owner_id) REFERENCES t${at >> 1} (id);\n`,
  ].join("");
}

function curve(name, sizes, make) {
  let before = null;
  for (const size of sizes.filter((one) => one <= largest)) {
    const target = join(folder, `${name}-${size}`);
    mkdirSync(target);
    const args = [cli, "check", "--engine", "none", "--report", "json", ...make(size, target)];
    const { cpuMs, peakMb } = measured("node", args, { cwd: target });
    const growth = before === null ? "" : `work × ${size / before.size}, processor × ${(cpuMs / before.cpuMs).toFixed(1)}`;
    console.log(
      `${String(size).padStart(7)} ${name.padEnd(11)} ${String(Math.round(cpuMs)).padStart(7)} ms ${Math.round(peakMb)} MB  ${growth}`,
    );
    before = { size, cpuMs };
  }
}
