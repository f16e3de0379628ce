import type { Column } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { groupBy } from "./group-by.js";
import { type TypeColumns, typeColumns, typeReference } from "./type-reference.js";

interface Row extends TypeColumns {
  readonly oid: string;
  readonly name: string;
  readonly not_null: boolean;
  readonly default: string | null;
  readonly identity: boolean;
  readonly identity_always: boolean;
  readonly generated: string;
  readonly collation: string | null;
}

/** Columns of every table, by the table's oid, in order. */
export async function readColumns(observer: Session): Promise<ReadonlyMap<string, Column[]>> {
  return groupBy(await observer.query<Row>(SQL), ({ oid }) => oid, columnOf);
}

function columnOf(row: Row): Column {
  return {
    name: row.name,
    type: typeReference(row),
    notNull: row.not_null,
    default: row.generated === "" ? row.default : null,
    identity: row.identity,
    ...(row.identity_always ? { identityAlways: true } : {}),
    generated: row.generated === "s" ? "stored" : row.generated === "v" ? "virtual" : null,
    collation: row.collation,
  };
}

const type = typeColumns("a.atttypid", "a.atttypmod");

const SQL = `
select a.attrelid::text as oid, a.attname::text as name, a.attnotnull as not_null, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as default,
  a.attidentity <> '' as identity, a.attidentity = 'a' as identity_always, a.attgenerated::text as generated,
  (select l.collname::text from pg_catalog.pg_collation l where l.oid = a.attcollation and a.attcollation <> tt.typcollation) as collation,
  ${type.columns}
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
${type.joins}
where c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by a.attrelid, a.attnum`;
