import type { Created, SchemaDifference } from "../model/rehearsal.js";
import type { Rows } from "./rows.js";

/** Kinds of the fingerprint, as the reader counts them, in the order of the report. */
const KINDS: Readonly<Record<string, string>> = {
  schema: "schemas",
  extension: "extensions",
  table: "tables",
  "partitioned table": "tables",
  "foreign table": "foreign tables",
  enum: "types",
  domain: "types",
  range: "types",
  type: "types",
  "composite type": "types",
  column: "columns",
  index: "indexes",
  "primary key": "primary keys",
  "foreign key": "foreign keys",
  "unique constraint": "unique constraints",
  "check constraint": "check constraints",
  "exclusion constraint": "exclusion constraints",
  sequence: "sequences",
  view: "views",
  "materialized view": "materialized views",
  function: "functions",
  procedure: "procedures",
  aggregate: "aggregates",
  trigger: "triggers",
  policy: "policies",
  rule: "rules",
  publication: "publications",
  "event trigger": "event triggers",
  statistics: "extended statistics",
  "text search configuration": "text search configurations",
};

/** What the ups made, by kind. Columns count only where their table was there before; rows only where there are more than before. */
export function createdBy(changes: readonly SchemaDifference[], before: Rows, after: Rows): Created[] {
  const names = new Map<string, string[]>([...new Set(Object.values(KINDS))].map((kind) => [kind, []]));
  const added = changes.filter((change) => change.before === null);
  const tables = new Set(added.filter(({ kind }) => RELATIONS.has(kind)).map(({ object }) => object));
  for (const { kind, object } of added) {
    const word = KINDS[kind];
    if (word === undefined || (kind === "column" && [...tables].some((table) => object.startsWith(`${table}.`)))) continue;
    names.get(word)?.push(short(object));
  }
  names.set("rows", moreRows(before, after));
  return [...names].filter(([, found]) => found.length > 0).map(([kind, found]) => ({ kind, names: found }));
}

const RELATIONS: ReadonlySet<string> = new Set([
  "table",
  "partitioned table",
  "foreign table",
  "view",
  "materialized view",
  "composite type",
]);

function moreRows(before: Rows, after: Rows): string[] {
  return [...after].flatMap(([table, { count }]) => {
    const more = count - (before.get(table)?.count ?? 0);
    return more > 0 ? [`${short(table)}: ${more}`] : [];
  });
}

function short(name: string): string {
  return name.replace(/^public\./u, "");
}
