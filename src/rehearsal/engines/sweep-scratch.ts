import { type Session, SqlError } from "../engine.js";
import { MARK, SCRATCH_PATTERN } from "./scratch-names.js";

const DAY_SECONDS = 86_400;

/**
 * Drops what killed runs left on a server: databases and roles with our names and our mark that are older than a day and
 * that nobody is connected to. Best effort: what belongs to somebody else, or is in use again, stays.
 */
export async function sweepScratch(admin: Session): Promise<void> {
  for (const { statement } of await admin.query<{ statement: string }>(LEFT, [SCRATCH_PATTERN, MARK, DAY_SECONDS])) {
    try {
      await admin.run(statement);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
    }
  }
}

/** Databases first: a role that still owns one cannot be dropped. */
const LEFT = `with made as (
  select 1 as turn, 'database' as kind, datname::text as name, pg_catalog.shobj_description(oid, 'pg_database') as mark
  from pg_catalog.pg_database d
  where not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)
  union all
  select 2, 'role', rolname::text, pg_catalog.shobj_description(oid, 'pg_authid')
  from pg_catalog.pg_roles r
  where not exists (select from pg_catalog.pg_stat_activity a where a.usesysid = r.oid)
)
select pg_catalog.format('drop %s if exists %I', kind, name) as statement from made
where name ~ $1 and pg_catalog.starts_with(mark, $2)
  and pg_catalog.substr(mark, pg_catalog.length($2) + 1) ~ '^[0-9]{1,12}$'
  and case when pg_catalog.substr(mark, pg_catalog.length($2) + 1) ~ '^[0-9]{1,12}$'
    then pg_catalog.substr(mark, pg_catalog.length($2) + 1)::bigint < extract(epoch from pg_catalog.now()) - $3::int end
order by turn, name`;
