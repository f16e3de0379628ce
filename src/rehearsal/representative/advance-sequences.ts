import type { TableRow } from "../awkward/table-rows.js";
import type { Session } from "../engine.js";
import { literal, quoted } from "../quoted.js";

/** Sets what hands out the numbers of a table's columns behind the greatest of them, so that the next INSERT finds a free one. */
export async function advanceSequences(session: Session, table: TableRow): Promise<void> {
  const sequences = await session.query<{ sequence: string; column: string }>(
    SEQUENCES.replaceAll("$table", () => literal(table.sql)),
  );
  for (const { sequence, column } of sequences) {
    await session.run(
      `select setval(${literal(sequence)}, s.most) from (select max(${quoted(column)}) as most from ${table.sql}) s,
        ${sequence} q, pg_sequence d where d.seqrelid = ${literal(sequence)}::regclass and s.most between d.seqmin and d.seqmax
        and case when d.seqincrement > 0 then s.most > q.last_value else false end`,
    );
  }
}

/** Those of identity columns and those that a default of a whole-number column draws from. */
const SEQUENCES = `
select format('%I.%I', n.nspname, s.relname) as sequence, a.attname::text as column
from (
  select d.objid as sequence, d.refobjsubid as num from pg_depend d
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = $table::regclass and d.deptype in ('i', 'a')
  union
  select d.refobjid, f.adnum from pg_attrdef f join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
  where f.adrelid = $table::regclass and d.refclassid = 'pg_class'::regclass) x
join pg_class s on s.oid = x.sequence and s.relkind = 'S' join pg_namespace n on n.oid = s.relnamespace
join pg_attribute a on a.attrelid = $table::regclass and a.attnum = x.num and a.attnum > 0 and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)`;
