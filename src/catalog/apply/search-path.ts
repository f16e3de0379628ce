/** Schemas of a `SET search_path` value, in order; null stands for DEFAULT. `$user` and `pg_catalog` hold no tables of the change. */
export function searchPathOf(value: string | null): readonly string[] {
  if (value === null || value.trim().toLowerCase() === "default") return ["public"];
  return (value.match(/(?:"[^"]*"|'[^']*'|[^,])+/gu) ?? [])
    .map((part) => unquoted(part.trim()))
    .filter((schema) => schema !== "" && schema !== "$user" && schema !== "pg_catalog");
}

function unquoted(name: string): string {
  const quoted = /^(["'])(.*)\1$/u.exec(name);
  return quoted?.[2] ?? name.toLowerCase();
}
