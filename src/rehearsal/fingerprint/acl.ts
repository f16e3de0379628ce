/** Privileges as sorted text. One that was granted and revoked again equals one never touched, so defaults are spelled out. */
export function acl(column: string, objectType: string, owner: string): string {
  return `(select string_agg(item::text, ',' order by item::text) from unnest(coalesce(${column}, acldefault('${objectType}', ${owner}))) item)`;
}

/** `{b,a}` as `a,b`. */
export function sortedArray(column: string): string {
  return `(select string_agg(item, ', ' order by item) from unnest(${column}) item)`;
}
