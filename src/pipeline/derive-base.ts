import { deriveCatalog } from "../catalog/derive-catalog.js";
import { NEWEST_MAJOR } from "../plan.js";
import { readMigrations } from "../sql/read-migrations.js";
import { readSqlFile } from "../sql/sql-file.js";
import { isRepresentative } from "./is-representative.js";
import type { Surroundings } from "./surroundings.js";

/** The catalog before the change, from the settled SQL alone: what stands in where nothing is rehearsed. */
export async function deriveBase({ history, schema, seed, ...around }: Surroundings, serverMajor: number) {
  const files = await Promise.all([...schema, ...seed].map((file) => readSqlFile(file, { serverMajor })));
  const settled = await readMigrations(
    history.settled.map((migration) => ({ ...migration, down: null })),
    { serverMajor: NEWEST_MAJOR },
  );
  const world = [...files.slice(0, schema.length), ...settled.map((migration) => migration.up), ...files.slice(schema.length)];
  return deriveCatalog(world, {
    complete: history.settled.length > 0 || schema.length > 0,
    representative: isRepresentative({ history, schema, seed, ...around }),
  });
}
