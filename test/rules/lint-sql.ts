import { deriveCatalog } from "../../src/catalog/derive-catalog.js";
import { findHazards } from "../../src/lint/find-hazards.js";
import type { Finding } from "../../src/model/finding.js";
import type { Migration } from "../../src/model/migration.js";
import type { Rule } from "../../src/rules/rule.js";
import { readMigrations } from "../../src/sql/read-migrations.js";

/** What the rules say of one up (and its way back) on a world given as SQL, from the text alone: nothing is rehearsed. */
export async function lintSql(
  before: string,
  up: string,
  rules: readonly Rule[],
  down: string | null = null,
): Promise<readonly Finding[]> {
  const serverMajor = 16;
  const migration = (id: string, text: string, back: string | null): Migration => {
    const script = (file: string, sql: string) => ({ file, text: sql, transaction: "file" as const, psql: false });
    return {
      id,
      version: null,
      up: script(`${id}.sql`, text),
      down: back === null ? null : script(`${id}.down.sql`, back),
      digests: [],
    };
  };
  const [settled, proposed] = [migration("before", before, null), migration("change", up, down)];
  const world = await readMigrations([settled], { serverMajor });
  const base = deriveCatalog(
    world.map((read) => read.up),
    { complete: true, representative: false },
  );
  const history = { format: "plain", formatReason: "", settled: [settled], proposed: [proposed], problems: [], prelude: [] };
  const change = { history, migrations: await readMigrations([proposed], { serverMajor }), base, serverMajor };
  return findHazards(change, new Map([[proposed.id, proposed]]), null, { rules, severities: {}, timeZoneUtc: true, allow: [] })
    .findings;
}
