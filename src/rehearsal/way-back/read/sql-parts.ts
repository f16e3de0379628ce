/** Objects that are the database's own: no system schema, no extension's. */
export const SHARED = `
ours as (
  select oid, nspname, nspowner, nspacl from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
me as (
  select datdba as owner from pg_database where datname = current_database()),
ext as (
  select classid, objid from pg_depend where deptype = 'e'),
rel as (
  select c.*, format('%I.%I', n.nspname, c.relname) as id
  from pg_class c join ours n on n.oid = c.relnamespace
  where not exists (select 1 from ext where ext.classid = 'pg_class'::regclass and ext.objid = c.oid))`;

/** Not a member of an extension. */
export function own(catalog: string, oid: string): string {
  return `not exists (select 1 from ext where ext.classid = '${catalog}'::regclass and ext.objid = ${oid})`;
}

/** Privileges as they differ from the default: `[["GRANT", "public", "SELECT", false], …]`; null where they do not. */
export function aclItems(column: string, objectType: string, owner: string): string {
  const items = (array: string) => `select grantee, privilege_type, is_grantable from aclexplode(${array})`;
  const [actual, usual] = [items(column), items(`acldefault('${objectType}', ${owner})`)];
  return `case when ${column} is not null then (select ${LIST} from (
    select 'GRANT' as act, a.* from (${actual} except ${usual}) a
    union all select 'REVOKE', a.* from (${usual} except ${actual}) a) d) end`;
}

export function allAclItems(column: string): string {
  return `(select ${LIST} from (select 'GRANT' as act, grantee, privilege_type, is_grantable from aclexplode(${column})) d)`;
}

const WHO = "case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end";
const LIST = `(jsonb_agg(jsonb_build_array(act, ${WHO}, privilege_type, is_grantable) order by act, ${WHO}, privilege_type))::text`;

/** Null for the role that migrates. */
export function otherOwner(column: string): string {
  return `(select quote_ident(pg_get_userbyid(${column})) from me where ${column} <> me.owner)`;
}

export function object(entries: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(entries).map(([name, value]) => `'${name}', (${value})::text`);
  return pairs.length === 0 ? "'{}'::jsonb" : `jsonb_strip_nulls(jsonb_build_object(${pairs.join(", ")}))`;
}

export interface Branch {
  readonly key: string;
  readonly kind: string;
  readonly parent?: string;
  readonly local: string;
  readonly name: string;
  readonly raw?: string;
  readonly text?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly facets?: Readonly<Record<string, string>>;
  readonly age: string;
  readonly from: string;
}

/** One SELECT of the big UNION ALL. */
export function branch({ key, kind, parent, local, name, raw, text, facts, facets, age, from }: Branch): string {
  return `select (${key})::text as key, (${kind})::text as kind, (${parent ?? "null"})::text as parent, (${local})::text as local, quote_ident((${local})::text) as ident,
  (${name})::text as name, ${raw === undefined ? "''" : `md5((${raw})::text)`} as raw, (${text ?? "''"})::text as text, ${object(facts ?? {})}::text as facts,
  ${object(facets ?? {})}::text as facets, (${age})::text as age
from ${from}`;
}
