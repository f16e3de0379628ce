import type { Catalog } from "../model/catalog.js";
import type { CreateRoutine } from "../model/operation.js";
import { bodyRelations } from "./body-relations.js";
import { settledTexts } from "./history-words.js";
import { knowsNames } from "./known-names.js";
import { defineRule, type Moment } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const routineLosesItsPath = defineRule({
  id: "routine-loses-its-path",
  hazard: "breaks-old-code",
  severity: "error",
  title: "The replaced function no longer finds what it names",
  effect:
    "CREATE OR REPLACE takes the SET clauses as they are written now: a search_path that the old definition had and the new one lacks is gone, and names without a schema are looked up along another path. PL/pgSQL notices when the function is called (42P01).",
  remedy: "Write the SET search_path again, or qualify the names in the body.",
  source: "https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-NOTES",
  priorArt: {},
  on: "create-routine",

  *predict(operation, moment) {
    const before = moment.catalog.routines.get(moment.key(operation.routine));
    if (!operation.replace || operation.body === null || before?.origin !== "settled" || (before.signatures?.length ?? 1) > 1)
      return;
    if (!knowsNames(moment) || (operation.searchPath === undefined && (operation.pinsSearchPath || setsPaths(moment)))) return;
    const lost = lostName(operation, before.searchPath ?? moment.catalog.searchPath, moment);
    if (lost === null) return;
    const { schema, name } = lost;
    yield {
      table: null,
      message: `${sqlText.name(operation.routine)}() names ${sqlText.identifier(name)}, which stands in the schema ${sqlText.identifier(schema)}, where ${operation.searchPath === undefined ? "the search_path of its callers" : "its search_path"} does not look: each call fails.`,
      witnesses: [],
    };
  },

  examples: {
    before: `CREATE SCHEMA store; CREATE TABLE store.bins (id bigint); CREATE TABLE orders (id bigint);
CREATE FUNCTION bins() RETURNS bigint LANGUAGE plpgsql SET search_path = store, pg_temp AS $$ BEGIN RETURN (SELECT count(*) FROM bins); END $$;
CREATE FUNCTION orders_now() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM orders); END $$;`,
    bad: [
      "CREATE OR REPLACE FUNCTION bins() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM bins WHERE id > 0); END $$",
      {
        title: "a path that leads nowhere",
        up: "CREATE OR REPLACE FUNCTION orders_now() RETURNS bigint LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN (SELECT count(*) FROM orders); END $$",
      },
    ],
    good: [
      "CREATE OR REPLACE FUNCTION bins() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM store.bins); END $$",
      "CREATE OR REPLACE FUNCTION bins() RETURNS bigint LANGUAGE plpgsql SET search_path = pg_temp, store AS $$ BEGIN RETURN (SELECT count(*) FROM bins WHERE id > 0); END $$",
      "CREATE OR REPLACE FUNCTION orders_now() RETURNS bigint LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN RETURN (SELECT count(*) FROM public.orders); END $$",
    ],
  },
});

interface Lost {
  readonly schema: string;
  readonly name: string;
}

/** A relation without a schema that the old path leads to and the new one does not. */
function lostName({ body, searchPath }: CreateRoutine, old: readonly string[], { catalog }: Moment): Lost | null {
  const path = searchPath ?? catalog.searchPath;
  // A body that sets a path of its own, or makes what it reads, finds its way.
  if (body === null || /\b(?:search_path|temp|temporary)\b/iu.test(body)) return null;
  for (const { target } of bodyRelations(body)) {
    const { name } = target;
    if (target.schema !== null || isIn(path, name, catalog) || name.startsWith("pg_")) continue;
    const schema = old.find((each) => isIn([each], name, catalog));
    if (schema !== undefined) return { schema, name };
  }
  return null;
}

function isIn(path: readonly string[], name: string, { tables, views }: Catalog): boolean {
  return path.some((schema) => tables.has(`${schema}.${name}`) || views.has(`${schema}.${name}`));
}

/** The callers' sessions may look elsewhere by default. */
function setsPaths({ change }: Moment): boolean {
  return settledTexts(change).some((text) => /\balter\s+(?:role|user|database)\b[^;]*\bsearch_path\b/iu.test(text));
}
