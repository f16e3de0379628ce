import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import { findHazards, type LintOptions } from "../../src/lint/find-hazards.js";
import type { Finding } from "../../src/model/finding.js";
import type { Migration } from "../../src/model/migration.js";
import { rules } from "../../src/rules/index.js";
import { readMigrations } from "../../src/sql/read-migrations.js";

const WORLD = "CREATE TABLE orders (id bigint PRIMARY KEY, total int); CREATE TABLE customers (id bigint PRIMARY KEY);";

/** What all rules say of files by path, from their text alone; `settled` files are only there. */
export async function find(
  files: Readonly<Record<string, string>>,
  options: Partial<LintOptions> = {},
  settled: readonly string[] = ["migrations/0001_begin.sql"],
): Promise<readonly Finding[]> {
  const serverMajor = 16;
  const before = settled.map((path, index) => migration(path, index === 0 ? WORLD : "SELECT 1"));
  const proposed = Object.entries(files).map(([path, text]) => migration(path, text));
  const world = await readMigrations(before, { serverMajor });
  const base = deriveCatalog(
    world.map(({ up }) => up),
    { complete: true, representative: false },
  );
  const history = { format: "plain", formatReason: "", settled: before, proposed, problems: [], prelude: [] };
  const change = { history, migrations: await readMigrations(proposed, { serverMajor }), base, serverMajor };
  const byId = new Map(proposed.map((one) => [one.id, one]));
  return findHazards(change, byId, null, { rules, severities: {}, timeZoneUtc: true, allow: [], ...options }).findings;
}

export function of(findings: readonly Finding[], rule: string): Finding[] {
  return findings.filter((finding) => finding.rule === rule);
}

function migration(path: string, text: string): Migration {
  return {
    id: path.replace(/^.*\/|\.sql$/gu, ""),
    version: null,
    up: { file: path, text, transaction: "file", psql: false },
    down: null,
    digests: [],
  };
}
