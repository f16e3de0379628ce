import type { RelationName } from "../../model/relation-name.js";
import { isOwnSchema } from "../known-names.js";
import type { Moment } from "../rule.js";
import { sqlText } from "../sql-text.js";
import type { Missing } from "./missing.js";

/** A function that the history does not make; what extensions bring is not known. */
export function* triggerFunction(routine: RelationName, moment: Moment): Iterable<Missing> {
  const { routines, extensions, searchPath } = moment.catalog;
  const names =
    routine.schema === null ? searchPath.map((schema) => `${schema}.${routine.name}`) : [`${routine.schema}.${routine.name}`];
  const mayBeForeign = BUILT_IN.test(routine.name) || [...extensions].some((extension) => !NO_TRIGGERS.has(extension));
  if (mayBeForeign || !isOwnSchema(routine.schema, moment) || names.some((name) => routines.has(name))) return;
  yield { table: routine, words: `The function ${sqlText.name(routine)}()` };
}

const BUILT_IN = /^(?:tsvector_update_trigger(?:_column)?|suppress_redundant_updates_trigger|lo_manage|moddatetime)$/u;

const NO_TRIGGERS: ReadonlySet<string> = new Set([
  "plpgsql",
  "pgcrypto",
  "uuid-ossp",
  "citext",
  "pg_trgm",
  "btree_gist",
  "btree_gin",
  "hstore",
]);
