/**
 * Privileges as they differ from what the owner and everybody have by default, so that one granted and revoked again
 * equals one never touched. `column` is an aclitem[], `objectType` the letter that acldefault takes.
 */
export function acl(column: string, objectType: string, owner: string): string {
  const items = (array: string) => `select grantee, privilege_type, is_grantable from aclexplode(${array})`;
  const [actual, usual] = [items(column), items(`acldefault('${objectType}', ${owner})`)];
  return `case when ${column} is not null then (select ${LIST} from (
    select 'GRANT' as act, a.* from (${actual} except ${usual}) a
    union all select 'REVOKE', a.* from (${usual} except ${actual}) a) d) end`;
}

/** Every privilege of an aclitem[] that has no default. */
export function grants(column: string): string {
  return `(select ${LIST} from (select 'GRANT' as act, grantee, privilege_type, is_grantable from aclexplode(${column})) d)`;
}

const WHO = "case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end";
const LIST = `string_agg(concat_ws(' ', act, privilege_type, 'TO', ${WHO}, case when is_grantable then 'WITH GRANT OPTION' end), ', ' order by act, ${WHO}, privilege_type)`;

/** Whose it is, where that is not the role that migrates: it owns the database. */
export function ownerOf(column: string): string {
  return `(select 'OWNER ' || quote_ident(pg_get_userbyid(${column})) from me where ${column} <> me.owner)`;
}

/** `{b,a}` as `a, b`. */
export function sortedArray(column: string): string {
  return `(select string_agg(item, ', ' order by item) from unnest(${column}) item)`;
}
