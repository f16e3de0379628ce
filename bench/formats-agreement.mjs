// Reads real histories with our formats and compares order, transaction shapes, ups and downs with what is known of them.
// Usage: npx tsc -p tsconfig.json && node bench/formats-agreement.mjs <corpora directory>
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { detectFormat, formatById } from "../lib/formats/index.js";

const FORMAT_OF_TOOL = {
  dbmate: "dbmate",
  diesel: "diesel",
  drizzle: "drizzle",
  flyway: "flyway",
  "golang-migrate": "golang-migrate",
  goose: "goose",
  "liquibase formatted SQL": "liquibase",
  "ory popx": "popx",
  "own (versioned dirs + manifest.json)": "versioned-folders",
  "pop/fizz SQL (templated)": "pop",
  prisma: "prisma",
  sqitch: "sqitch",
  "sql-migrate": "sql-migrate",
  sqlx: "sqlx",
  "supabase CLI": "supabase",
  tern: "tern",
};
/** `none` of the corpora means «no BEGIN by the tool»; a tool that then sends the file as one query runs it as `implicit`. */
const SHAPES = { tx: ["file", "all"], none: ["statement", "implicit"], implicit: ["implicit"] };

const corpora = process.argv[2];
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}

const rows = [];
for (const name of readdirSync(corpora).sort()) {
  const metaPath = join(corpora, name, "meta.json");
  if (!existsSync(metaPath)) continue;
  const meta = JSON.parse(readFileSync(metaPath, "utf8"));
  const id = FORMAT_OF_TOOL[meta.tool];
  if (id === undefined) {
    rows.push({ name, format: `none for ${meta.tool}`, agrees: false });
    continue;
  }
  rows.push(compare(name, meta, id));
}
console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
process.exitCode = rows.every((row) => row.agrees) ? 0 : 1;

function compare(name, meta, id) {
  const root = join(corpora, name, "raw");
  const files = filesBelow(join(root, meta.directory)).map((path) => ({
    path: relative(root, path).split(sep).join("/"),
    text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path)),
  }));
  // What the corpus fills a template with.
  const filled = /^Go template \{\{ index \.Options "(\w+)" \}\} -> (\w+)$/u.exec(meta.templating ?? "");
  const placeholders = filled === null ? {} : { [filled[1]]: filled[2] };
  // The tool reads the other steps in runs of their own, or they are no SQL.
  const inDirectory = (step) => step.src.startsWith(meta.directory);
  const others = `${meta.steps.filter((step) => step.kind !== "sql").length} no SQL, ${meta.steps.filter((step) => !inDirectory(step)).length} elsewhere`;
  const { migrations: all, problems } = formatById(id).read(files, { placeholders });
  // Files that the corpus knows but left out of its steps, though the tool runs them.
  const extra = meta.simple_files ?? [];
  const migrations = all.filter((migration) => !extra.includes(basename(migration.up.file)));
  const steps = meta.steps.filter((step) => step.kind === "sql" && inDirectory(step));
  const mine = new Map(migrations.map((migration) => [sourceOf(migration, id), migration]));
  const wrong = { shapes: [], downs: [], digests: [], lengths: [] };
  for (const step of steps) {
    const migration = mine.get(step.src);
    if (migration === undefined) continue;
    if (!SHAPES[step.up_mode].includes(migration.up.transaction)) wrong.shapes.push(step.id);
    if (migration.down && !SHAPES[step.down_mode].includes(migration.down.transaction)) wrong.shapes.push(`${step.id} down`);
    // Paired by version where the names differ, as the tool does and the corpus does not.
    const byVersion = migration.down !== null && meta.orphan_downs.includes(basename(migration.down.file));
    if ((migration.down !== null) !== step.has_down && !byVersion) wrong.downs.push(step.id);
    if (step.has_down && migration.down && migration.down.file !== step.down_src.split("#")[0]) wrong.downs.push(step.id);
    for (const { file, sha256 } of migration.digests) {
      if (
        createHash("sha256")
          .update(readFileSync(join(root, file)))
          .digest("hex") !== sha256
      )
        wrong.digests.push(file);
    }
    const file = files.find(({ path }) => path === migration.up.file);
    if (migration.up.text.split("\n").length !== file?.text.split("\n").length) wrong.lengths.push(step.id);
    if (filled === null && migration.up.text.length !== file?.text.length) wrong.lengths.push(step.id);
  }
  const order = migrations.map((migration) => sourceOf(migration, id)).join("\n") === steps.map((step) => step.src).join("\n");
  const ids = migrations.filter((migration, index) => migration.id !== steps[index]?.id).length;
  for (const [what, list] of Object.entries(wrong))
    if (list.length > 0) console.log(`${name} ${what}: ${list.slice(0, 30).join(", ")}`);
  const kinds = new Map();
  for (const { kind } of problems) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const bad = Object.values(wrong).reduce((sum, list) => sum + list.length, 0);
  return {
    name,
    format: id,
    detected: detectFormat(files)?.format.id ?? "none",
    steps: steps.length,
    "other steps": others === "0 no SQL, 0 elsewhere" ? "" : others,
    read: extra.length > 0 ? `${migrations.length} and ${extra.length} more` : migrations.length,
    order: order ? "equal" : "differs",
    "other ids": ids,
    shapes: wrong.shapes.length,
    downs: wrong.downs.length,
    digests: wrong.digests.length,
    problems: [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", "),
    agrees: order && bad === 0,
  };
}

/** The corpus names a changeset by its file and id. */
function sourceOf(migration, id) {
  return id === "liquibase" ? `${migration.up.file}#${migration.id.split("::")[1]}` : migration.up.file;
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
