// Every UPDATE without WHERE, DDL in a DO block, DROP SCHEMA and CONCURRENTLY after COMMIT of real histories, found by walking
// the parse tree alone, and whether a finding stands on it. Usage: npx tsc -p tsconfig.json && node bench/found-over-corpora.mjs <corpora> [corpus…]
import { existsSync, readdirSync } from "node:fs";
import { parse } from "libpg-query";
import { deriveCatalog } from "../lib/catalog/derive-catalog.js";
import { findHazards } from "../lib/lint/find-hazards.js";
import { rules } from "../lib/rules/index.js";
import { readMigrations } from "../lib/sql/read-migrations.js";
import { splitScript } from "../lib/sql/split-script.js";
import { readCorpus } from "./corpus.mjs";

const DDL =
  /\b(?:create|alter|drop|truncate|rename)\s+(?:unique\s+|or\s+replace\s+|materialized\s+)*(?:table|index|view|type|schema|function|trigger|sequence|policy|domain)\b/iu;
const [corpora, ...names] = process.argv.slice(2);
if (corpora === undefined || !existsSync(corpora)) {
  console.log("skipped: no corpora directory given, or it is missing");
  process.exit(0);
}
const serverMajor = 15;
const kinds = {};
for (const name of names.length > 0 ? names : readdirSync(corpora).sort()) await look(name);
console.table(kinds);

async function look(name) {
  const corpus = readCorpus(corpora, name);
  if (corpus === null) return;
  const { format, migrations, prelude } = corpus;
  const read = await readMigrations(migrations, { serverMajor });
  for (const [at, migration] of migrations.entries()) {
    const { statements } = splitScript(migration.id, migration.up);
    const wanted = (await Promise.all(statements.map((each) => detect(each)))).flat();
    let committed = false;
    for (const { index, text } of statements) {
      if (/^(?:\s|--[^\n]*\n)*(?:commit|end)\b/iu.test(text)) committed = true;
      if (committed && /\bindex\s+concurrently\b/iu.test(text)) wanted.push({ kind: "CONCURRENTLY after COMMIT", index, text });
    }
    if (wanted.length === 0) continue;
    const base = deriveCatalog(
      read.slice(0, at).map(({ up }) => up),
      { complete: at > 0, representative: false },
    );
    const history = {
      format: format.id,
      formatReason: "",
      settled: migrations.slice(0, at),
      proposed: [migration],
      problems: [],
      prelude,
    };
    const { findings } = findHazards(
      { history, migrations: [read[at]], base, serverMajor },
      new Map([[migration.id, migration]]),
      null,
      { rules, severities: {}, timeZoneUtc: true, allow: [] },
    );
    for (const { kind, index, text } of wanted) {
      const here = findings.filter(({ statement, direction }) => statement === index && direction !== "down");
      const operations = read[at].up.statements[index]?.operations ?? [];
      const seen = operations.map(({ operation, kind: own }) => (operation ?? { kind: own }).kind);
      kinds[kind] ??= { all: 0, "with a finding": 0, "read, no finding": 0, missed: 0 };
      kinds[kind].all += 1;
      kinds[kind][here.length > 0 ? "with a finding" : seen.length > 0 ? "read, no finding" : "missed"] += 1;
      if (here.length === 0)
        console.log(
          `${seen.length > 0 ? "no finding" : "MISSED"}: ${kind}: ${name} ${migration.up.file} ${index}: ${[...new Set(seen)].join(", ")}: ${text.replaceAll(/\s+/gu, " ").slice(0, 150)}`,
        );
    }
  }
}

async function detect({ index, text }) {
  let trees;
  try {
    trees = (await parse(text)).stmts ?? [];
  } catch {
    return [];
  }
  const found = [];
  const walk = (node) => {
    if (node === null || typeof node !== "object") return;
    if (node.UpdateStmt !== undefined && node.UpdateStmt.whereClause === undefined) found.push("UPDATE without WHERE");
    if (node.DropStmt?.removeType === "OBJECT_SCHEMA") found.push("DROP SCHEMA");
    if (node.DoStmt?.args.some(({ DefElem }) => DDL.test((DefElem?.arg?.String?.sval ?? "").replaceAll(/--[^\n]*/gu, ""))))
      found.push("DDL in a DO block");
    for (const each of Object.values(node)) walk(each);
  };
  walk(trees);
  return found.map((kind) => ({ kind, index, text }));
}
