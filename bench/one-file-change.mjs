// How long the gate takes for a one-file change on a long history, against bare Node.
// Usage: npm run build && node bench/one-file-change.mjs [migrations directory] [--runs N]
// Without a directory it makes a history of 285 golang-migrate files; a directory is Diesel's or golang-migrate's. Needs git.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const words = process.argv.slice(2);
const runs = words.includes("--runs") ? Number(words[words.indexOf("--runs") + 1]) : 3;
const given = words.find((word, index) => !word.startsWith("--") && words[index - 1] !== "--runs");
const cli = resolve("dist/cli/index.js");
if (!existsSync(cli)) {
  console.error("dist/ is missing: npm run build");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "gate-bench-"));
const kept = mkdtempSync(join(tmpdir(), "gate-bench-"));
try {
  const git = (...args) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@example.com", ...args], {
      encoding: "utf8",
    });
  mkdirSync(join(folder, "migrations"));
  if (given === undefined) makeHistory(join(folder, "migrations"));
  else cpSync(given, join(folder, "migrations"), { recursive: true });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "history");
  addChange(join(folder, "migrations"));
  git("add", "--all");
  git("commit", "--quiet", "--message", "change");
  console.log(`history: ${readdirSync(join(folder, "migrations")).length} entries, ${runs} runs each, medians`);
  const bare = median(() => time("node", ["-e", "0"]));
  for (const engine of ["none", "local", "pglite"]) {
    const ms = median(() => time("node", [cli, "check", "--base", "HEAD~1", "--engine", engine, "--report", "json"]));
    console.log(`check --engine ${engine.padEnd(7)} ${String(ms).padStart(6)} ms  ${(ms / bare).toFixed(1)} × bare Node`);
  }
  const config = join(kept, "migration-gate.yml");
  writeFileSync(config, `cache: ${join(kept, "worlds")}\n`);
  const cached = () =>
    time("node", [cli, "check", "--base", "HEAD~1", "--config", config, "--engine", "local", "--report", "json"]);
  const first = Math.round(cached());
  const later = median(cached);
  console.log(`with cache: first run ${first} ms, later ones ${later} ms  ${(later / bare).toFixed(1)} × bare Node`);
} finally {
  for (const each of [folder, kept]) rmSync(each, { recursive: true, force: true });
}

function makeHistory(target) {
  for (let number = 1; number <= 285; number++) {
    const version = String(number).padStart(6, "0");
    const table = `t${Math.ceil(number / 3)}`;
    const [up, down] = [
      [`CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL, n int);`, `DROP TABLE ${table};`],
      [`ALTER TABLE ${table} ADD COLUMN at timestamptz NOT NULL DEFAULT now();`, `ALTER TABLE ${table} DROP COLUMN at;`],
      [`CREATE INDEX ${table}_name ON ${table} (name);`, `DROP INDEX ${table}_name;`],
    ][(number - 1) % 3];
    writeFileSync(join(target, `${version}_step.up.sql`), `${up}\n`);
    writeFileSync(join(target, `${version}_step.down.sql`), `${down}\n`);
  }
}

function addChange(target) {
  if (existsSync(join(target, "00000000000000_diesel_initial_setup"))) {
    const folder = join(target, "9999-12-31-235959-0000_bench");
    mkdirSync(folder);
    writeFileSync(join(folder, "up.sql"), "CREATE TABLE bench (id bigint PRIMARY KEY);\n");
    writeFileSync(join(folder, "down.sql"), "DROP TABLE bench;\n");
    return;
  }
  writeFileSync(join(target, "999999_bench.up.sql"), "ALTER TABLE t1 ADD COLUMN bench int;\n");
  writeFileSync(join(target, "999999_bench.down.sql"), "ALTER TABLE t1 DROP COLUMN bench;\n");
}

function time(command, args) {
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status === null || status > 1) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function median(measure) {
  const values = Array.from({ length: runs }, measure).sort((a, b) => a - b);
  return Math.round(values[Math.floor(values.length / 2)] ?? 0);
}
