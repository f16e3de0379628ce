import { splitScript } from "../sql/split-script.js";
import { splitSqlFile } from "../sql/sql-file.js";
import { isRepresentative } from "./is-representative.js";
import type { WorldFiles } from "./surroundings.js";

/** The world before the change as the rehearsal builds it: split into statements, in the order they run. */
export function worldOf(around: WorldFiles) {
  const { history, schema, seed, prelude } = around;
  return {
    prelude: [...history.prelude, ...prelude.map((file) => ({ title: file.path, sql: file.text }))],
    schema: schema.map(splitSqlFile),
    settled: history.settled.map((migration) => splitScript(migration.id, migration.up)),
    seed: seed.map(splitSqlFile),
    representative: isRepresentative(around),
  };
}
