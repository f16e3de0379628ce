import type { OpenDatabase } from "./open-database.js";
import { literal } from "./quoted.js";

/** What a prelude made as superuser belongs to the role that migrates, as it would where the tool itself makes it. */
export async function giveToMigrator({ session, observer }: OpenDatabase): Promise<void> {
  const [me] = await session.query<{ name: string }>("select session_user::text as name");
  const [superuser] = await observer.query<{ name: string }>("select session_user::text as name");
  await observer.run(`do $prelude$ declare statement text; begin
for statement in ${STATEMENTS.replaceAll("$from", literal(superuser?.name ?? "")).replaceAll("$to", literal(me?.name ?? ""))}
loop execute statement; end loop; end $prelude$`);
}

/** Extensions keep what is theirs, indexes and sequences of columns follow their table. */
const STATEMENTS = `
with ext as (select classid, objid from pg_catalog.pg_depend where deptype in ('e', 'a', 'i')),
ours as (select * from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
select pg_catalog.format('alter schema %I owner to %I', nspname, $to)
from ours where nspowner::regrole::text = $from
union all select pg_catalog.format('alter %s %I.%I owner to %I',
  case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end, n.nspname, c.relname, $to)
from pg_catalog.pg_class c join ours n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relowner::regrole::text = $from
  and not exists (select 1 from ext where classid = 'pg_catalog.pg_class'::regclass and objid = c.oid)
union all select pg_catalog.format('alter type %I.%I owner to %I', n.nspname, t.typname, $to)
from pg_catalog.pg_type t join ours n on n.oid = t.typnamespace
where t.typtype in ('e', 'd', 'r', 'c') and t.typowner::regrole::text = $from
  and (t.typrelid = 0 or exists (select 1 from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
  and not exists (select 1 from ext where classid = 'pg_catalog.pg_type'::regclass and objid = t.oid)
union all select pg_catalog.format('alter routine %s owner to %I', p.oid::regprocedure, $to)
from pg_catalog.pg_proc p join ours n on n.oid = p.pronamespace
where p.prokind <> 'a' and p.proowner::regrole::text = $from
  and not exists (select 1 from ext where classid = 'pg_catalog.pg_proc'::regclass and objid = p.oid)`;
