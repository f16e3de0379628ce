import type { Session } from "./engine.js";
import { literal, quoted } from "./quoted.js";

/** A column that is unique by itself, and whose sequence gives out next what a row holds already, or less. */
export interface SequenceBehind {
  /** `schema.name`. */
  readonly relation: string;
  readonly column: string;
}

interface Fed {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly sequenceSchema: string;
  readonly sequence: string;
  readonly increment: string;
}

/** Run by the observer. Reads the end of one index for each sequence. */
export async function readSequencesBehind(observer: Session): Promise<readonly SequenceBehind[]> {
  const fed = await observer.query<Fed>(FED);
  if (fed.length === 0) return [];
  return observer.query<{ relation: string; column: string }>(fed.map(selectOf).join(" union all "));
}

function selectOf({ schema, table, column, sequenceSchema, sequence, increment }: Fed): string {
  const [from, numbers] = [`${quoted(schema)}.${quoted(table)}`, `${quoted(sequenceSchema)}.${quoted(sequence)}`];
  const next = `s.last_value + case when s.is_called then ${literal(increment)}::pg_catalog.int8 else 0 end`;
  return `select ${literal(`${schema}.${table}`)}::pg_catalog.text as relation, ${literal(column)}::pg_catalog.text as column from ${numbers} s where ${next} <= (select pg_catalog.max(${quoted(column)}) from ${from})`;
}

/** Sequences that a column owns (serial: `a`, identity: `i`), where it has a unique index of its own; those that count down are left out. */
const FED = `
select n.nspname::text as schema, c.relname::text as table, a.attname::text as column,
  sn.nspname::text as "sequenceSchema", s.relname::text as sequence, q.seqincrement::text as increment
from pg_catalog.pg_depend d
join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
join pg_catalog.pg_sequence q on q.seqrelid = s.oid
join pg_catalog.pg_class c on c.oid = d.refobjid and c.relkind = 'r'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
  and d.deptype in ('a', 'i') and q.seqincrement > 0 and c.relpersistence <> 't' and n.nspname !~ '^pg_'
  and a.atttypid in ('pg_catalog.int2'::pg_catalog.regtype, 'pg_catalog.int4'::pg_catalog.regtype, 'pg_catalog.int8'::pg_catalog.regtype)
  and exists (select from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid
    and i.indpred is null and i.indnkeyatts = 1 and i.indkey[0] = a.attnum)
order by 1, 2, 3`;
