import type { Catalog } from "../model/catalog.js";
import { defineRule } from "./rule.js";
import { sqlText } from "./sql-text.js";

export const dropExtension = defineRule({
  id: "drop-extension",
  hazard: "breaks-old-code",
  severity: "warning",
  title: "DROP EXTENSION takes its types, functions and operators away",
  effect:
    "Queries that use them fail from COMMIT on. With CASCADE the columns of its types go with their values, and so do indexes and defaults that use it.",
  remedy:
    "Change the columns to other types and drop what uses the extension by name first; without CASCADE the server refuses while something does.",
  source: "https://www.postgresql.org/docs/current/sql-dropextension.html",
  priorArt: { migrationpilot: ["MP022"] },
  on: "drop-object",

  *predict({ object, names, ifExists, cascade }, moment) {
    if (object !== "extension") return;
    for (const { name } of names) {
      const { catalog, change } = moment;
      if (catalog.complete && (ifExists || change.base.extensions.size > 0) && !change.base.extensions.has(name)) continue;
      const users = columnsOf(name, catalog);
      const text = sqlText.identifier(name);
      if (users.length === 0) {
        yield {
          table: null,
          message: `The extension ${text} is dropped, and queries that call its functions or operators fail.`,
          witnesses: [{ kind: "gone", object: name }],
        };
      } else if (cascade) {
        yield {
          table: null,
          severity: "error",
          hazard: "data-loss",
          message: `CASCADE on the extension ${text} drops the columns ${users.join(", ")} with all their values.`,
          witnesses: [{ kind: "notice", includes: "drop cascades to" }],
        };
      } else {
        yield {
          table: null,
          severity: "error",
          hazard: "cannot-run",
          message: `The extension ${text} gives ${users.join(", ")} its type, so the server refuses to drop it.`,
          witnesses: [{ kind: "error", sqlstates: ["2BP01"] }],
        };
      }
    }
  },

  examples: {
    before:
      "CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE TABLE users (id bigint PRIMARY KEY, email citext); INSERT INTO users SELECT n, 'u' || n FROM generate_series(1, 100) n;",
    bad: ["DROP EXTENSION pg_trgm", "DROP EXTENSION citext CASCADE", "DROP EXTENSION citext"],
    good: ["DROP EXTENSION IF EXISTS hstore", "CREATE EXTENSION IF NOT EXISTS hstore; DROP EXTENSION hstore"],
  },
});

/** Types that well-known extensions bring. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  citext: ["citext"],
  cube: ["cube"],
  hstore: ["hstore"],
  isn: ["isbn", "isbn13", "issn", "issn13", "ean13", "upc", "ismn", "ismn13"],
  ltree: ["ltree", "lquery", "ltxtquery"],
  postgis: ["geometry", "geography", "box2d", "box3d"],
  postgis_raster: ["raster"],
  seg: ["seg"],
  vector: ["vector", "halfvec", "sparsevec"],
};

function columnsOf(extension: string, { tables }: Catalog): readonly string[] {
  const types = TYPES[extension] ?? [];
  return [...tables].flatMap(([key, table]) =>
    table.origin === "settled"
      ? table.columns
          .filter(({ type }) => types.includes(type.name))
          .map(({ name }) => `${key.replace(/^public\./u, "")}.${name}`)
      : [],
  );
}
