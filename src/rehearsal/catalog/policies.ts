import type { Table } from "../../model/catalog.js";
import type { Session } from "../engine.js";
import { groupBy } from "./group-by.js";

type Policy = NonNullable<Table["policies"]>[number];

interface Row {
  readonly oid: string;
  readonly name: string;
  readonly reads: readonly string[] | null;
}

/** Policies with the columns of their table that they read, by the table's oid. */
export async function readPolicies(observer: Session): Promise<ReadonlyMap<string, Policy[]>> {
  return groupBy(
    await observer.query<Row>(SQL),
    ({ oid }) => oid,
    ({ name, reads }) => ({ name, reads: reads ?? [] }),
  );
}

const SQL = `
select p.polrelid::text as oid, p.polname::text as name,
  (select pg_catalog.array_agg(distinct a.attname::text) from pg_catalog.pg_depend d
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid and d.refobjid = p.polrelid
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0) as reads
from pg_catalog.pg_policy p order by p.polrelid, p.polname`;
