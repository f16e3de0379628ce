import type { Catalog } from "../../src/model/catalog.js";
import type { Session } from "../../src/rehearsal/engine.js";

/** One line for each table, column, constraint, index, view, enum, and sequence, so that two schemas can be compared as text. */
export function factsOfCatalog(catalog: Catalog): readonly string[] {
  const lines: string[] = [];
  for (const [key, table] of catalog.tables) {
    if (table.temporary) continue;
    lines.push(
      `table ${key} ${table.kind} in ${table.partitionOf ?? table.inherits.join(",") ?? ""}${table.isDefaultPartition ? " default" : ""}`,
    );
    for (const { name, type, notNull, identity, generated, default: text } of table.columns) {
      const has = text !== null || generated === "stored" ? " default" : "";
      lines.push(
        `column ${key}.${name} ${type.name}${type.array ? "[]" : ""}${notNull ? " not null" : ""}${identity ? " identity" : ""}${has}`,
      );
    }
    for (const { name, type, columns, references, validated } of table.constraints) {
      if (type === "not-null") continue;
      const at = references === null ? "" : ` references ${references.table} (${references.columns})`;
      lines.push(`constraint ${key}.${name} ${type} (${[...columns].sort()})${at}${validated ? "" : " not valid"}`);
    }
  }
  for (const [key, { table, unique, columns, constraint, partial }] of catalog.indexes) {
    if (table.startsWith("pg_temp")) continue;
    const what = columns.map((column) => column ?? "?").join(",");
    lines.push(
      `index ${key} on ${table} (${what})${unique ? " unique" : ""}${partial ? " partial" : ""} for ${constraint ?? "none"}`,
    );
  }
  for (const [key, { materialized }] of catalog.views) lines.push(`view ${key}${materialized ? " materialized" : ""}`);
  for (const [key, { variety, labels }] of catalog.types) lines.push(`type ${key} ${variety} ${labels.join(",")}`);
  for (const key of catalog.sequences) lines.push(`sequence ${key}`);
  return lines.sort();
}

export async function factsOfServer(session: Session): Promise<readonly string[]> {
  return (await session.query<{ line: string }>(query)).map(({ line }) => line).sort();
}

const query = `
WITH ns AS (SELECT oid, nspname FROM pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(temp|toast_temp)'),
rel AS (SELECT c.*, ns.nspname || '.' || c.relname AS key FROM pg_class c JOIN ns ON ns.oid = c.relnamespace)
SELECT 'table ' || key || CASE relkind WHEN 'p' THEN ' partitioned' ELSE ' table' END || ' in '
       || coalesce((SELECT string_agg(p.key, ',' ORDER BY inhseqno) FROM pg_inherits JOIN rel p ON p.oid = inhparent WHERE inhrelid = rel.oid), '')
       || CASE WHEN pg_get_expr(relpartbound, oid) = 'DEFAULT' THEN ' default' ELSE '' END AS line
FROM rel WHERE relkind IN ('r', 'p')
UNION ALL
SELECT 'column ' || key || '.' || attname || ' ' || CASE WHEN typelem <> 0 AND typlen = -1 THEN (SELECT e.typname FROM pg_type e WHERE e.oid = t.typelem) || '[]' ELSE typname END
       || CASE WHEN attnotnull THEN ' not null' ELSE '' END || CASE WHEN attidentity <> '' THEN ' identity' ELSE '' END || CASE WHEN atthasdef THEN ' default' ELSE '' END
FROM pg_attribute JOIN rel ON rel.oid = attrelid JOIN pg_type t ON t.oid = atttypid WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint ' || rel.key || '.' || conname || ' ' || CASE contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign-key' WHEN 'u' THEN 'unique' WHEN 'p' THEN 'primary-key' ELSE 'exclude' END
       || ' (' || coalesce((SELECT string_agg(attname::text, ',' ORDER BY attname COLLATE "C") FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)), '') || ')'
       || coalesce(' references ' || f.key || ' (' || (SELECT string_agg(attname::text, ',' ORDER BY array_position(confkey, attnum)) FROM pg_attribute WHERE attrelid = confrelid AND attnum = ANY (confkey)) || ')', '')
       || CASE WHEN convalidated THEN '' ELSE ' not valid' END
FROM pg_constraint JOIN rel ON rel.oid = conrelid LEFT JOIN rel f ON f.oid = confrelid WHERE contype IN ('c', 'f', 'u', 'p', 'x')
UNION ALL
SELECT 'index ' || i.key || ' on ' || t.key || ' ('
       || (SELECT string_agg(coalesce(attname::text, '?'), ',' ORDER BY n) FROM unnest(indkey[0:indnkeyatts - 1]) WITH ORDINALITY AS k (num, n) LEFT JOIN pg_attribute ON attrelid = indrelid AND attnum = k.num)
       || ')' || CASE WHEN indisunique THEN ' unique' ELSE '' END || CASE WHEN indpred IS NULL THEN '' ELSE ' partial' END
       || ' for ' || coalesce((SELECT conname::text FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p', 'x')), 'none')
FROM pg_index JOIN rel i ON i.oid = indexrelid JOIN rel t ON t.oid = indrelid
UNION ALL
SELECT 'view ' || key || CASE relkind WHEN 'm' THEN ' materialized' ELSE '' END FROM rel WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'type ' || ns.nspname || '.' || typname || CASE typtype WHEN 'e' THEN ' enum ' ELSE ' domain ' END
       || coalesce((SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = pg_type.oid), '')
FROM pg_type JOIN ns ON ns.oid = typnamespace WHERE typtype IN ('e', 'd')
UNION ALL
SELECT 'sequence ' || key FROM rel WHERE relkind = 'S'`;
