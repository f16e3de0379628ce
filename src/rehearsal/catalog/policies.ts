import type { Table } from "../../model/catalog.js";
import type { PolicyScope } from "../../model/operation.js";
import type { Session } from "../engine.js";
import { groupBy } from "./group-by.js";

type Policy = NonNullable<Table["policies"]>[number];

interface Row {
  readonly oid: string;
  readonly name: string;
  readonly reads: readonly string[] | null;
  readonly command: PolicyScope["command"];
  readonly to: readonly string[];
}

/** Policies with the columns of their table that they read, by the table's oid. */
export async function readPolicies(observer: Session): Promise<ReadonlyMap<string, Policy[]>> {
  return groupBy(
    await observer.query<Row>(SQL),
    ({ oid }) => oid,
    ({ name, reads, command, to }) => ({ name, reads: reads ?? [], lets: { command, to } }),
  );
}

const SQL = `
select p.polrelid::text as oid, p.polname::text as name,
  case when not p.polpermissive then 'nothing' else case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end end as command,
  (select pg_catalog.array_agg(coalesce(r.rolname::text, 'public')) from pg_catalog.unnest(p.polroles) u(role) left join pg_catalog.pg_roles r on r.oid = u.role) as "to",
  (select pg_catalog.array_agg(distinct a.attname::text) from pg_catalog.pg_depend d
    join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and d.objid = p.oid and d.refobjid = p.polrelid
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0) as reads
from pg_catalog.pg_policy p order by p.polrelid, p.polname`;
