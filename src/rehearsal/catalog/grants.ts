import type { RoleRights } from "../../model/catalog.js";
import type { Session } from "../engine.js";

interface Row {
  readonly key: string;
  readonly role: string;
  readonly rights: readonly string[];
}

/** What roles other than the owner may do, and what roles other than the one that migrates own. Memberships here are the rehearsal's own. */
export async function readGrants(observer: Session, migrator: string): Promise<Map<string, RoleRights>> {
  const grants = new Map<string, Map<string, ReadonlySet<string>>>();
  for (const { key, role, rights } of await observer.query<Row>(SQL, [migrator])) {
    const roles = grants.get(key) ?? new Map<string, ReadonlySet<string>>();
    grants.set(key, roles.set(role, new Set(rights)));
  }
  return grants;
}

const SQL = `
with object(key, owner, acl) as (
  select n.nspname::text || '.' || c.relname::text, c.relowner, c.relacl from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all select 'schema ' || n.nspname::text, n.nspowner, coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))
    from pg_catalog.pg_namespace n where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  union all select 'function ' || n.nspname::text || '.' || p.proname::text, p.proowner, coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'),
held(key, role, held_right) as (
  select o.key, coalesce(r.rolname::text, 'public'), pg_catalog.lower(a.privilege_type)
    from object o, pg_catalog.aclexplode(o.acl) a left join pg_catalog.pg_roles r on r.oid = a.grantee where a.grantee <> o.owner
  union all select o.key, r.rolname::text, 'owner' from object o join pg_catalog.pg_roles r on r.oid = o.owner
    where o.key !~ '^(schema|function) ' and r.rolname::text <> $1
  union all select o.key, r.rolname::text, pg_catalog.lower(a.privilege_type) || '(' || t.attname || ')'
    from pg_catalog.pg_attribute t join pg_catalog.pg_class c on c.oid = t.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join object o on o.key = n.nspname::text || '.' || c.relname::text, pg_catalog.aclexplode(t.attacl) a join pg_catalog.pg_roles r on r.oid = a.grantee)
select key, role, pg_catalog.array_agg(distinct held_right) as rights from held group by key, role order by key, role`;
