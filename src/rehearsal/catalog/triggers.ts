import type { Trigger } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { groupBy } from "./group-by.js";

interface Row {
  readonly oid: string;
  readonly name: string;
  readonly bits: number;
  readonly routine: string;
  readonly reads: readonly string[] | null;
  readonly conditional: boolean;
}

/** Triggers that users wrote, by their table's oid. */
export async function readTriggers(observer: Session): Promise<ReadonlyMap<string, Trigger[]>> {
  return groupBy(await observer.query<Row>(SQL), ({ oid }) => oid, triggerOf);
}

/** PostgreSQL source, catalog/pg_trigger.h: bits of tgtype. */
function triggerOf({ name, bits, routine, reads, conditional }: Row): Trigger {
  const events = [
    [4, "insert"],
    [8, "delete"],
    [16, "update"],
    [32, "truncate"],
  ] as const;
  return {
    name,
    timing: (bits & 64) !== 0 ? "instead" : (bits & 2) !== 0 ? "before" : "after",
    level: (bits & 1) !== 0 ? "row" : "statement",
    events: events.filter(([bit]) => (bits & bit) !== 0).map(([, event]) => event),
    reads: reads ?? [],
    ...(conditional ? { conditional } : {}),
    routine,
  };
}

const SQL = `
select t.tgrelid::text as oid, t.tgname::text as name, t.tgtype::int as bits, n.nspname::text || '.' || p.proname::text as routine, t.tgqual is not null as conditional,
  (select pg_catalog.array_agg(distinct a.attname::text) from pg_catalog.pg_depend d
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and d.objid = t.oid and d.refobjid = t.tgrelid
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0) as reads
from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where not t.tgisinternal order by t.tgrelid, t.tgname`;
