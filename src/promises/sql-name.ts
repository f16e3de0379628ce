/** A table as a setting names it: its true name, whatever its letters; with quotes only where the author wrote some. */
export function tableSql(name: string): string {
  return name.includes('"') ? name : name.split(".").map(quoted).join(".");
}

/** A column by its true name; anything else is an expression already. */
export function columnSql(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) ? quoted(name) : name;
}

/** `public.users.id`: the last dot divides. */
export function columnOf(reference: string): { readonly table: string; readonly column: string } | null {
  const [, table, column] = /^(.+)\.([^.]+)$/su.exec(reference) ?? [];
  return table === undefined || column === undefined ? null : { table, column };
}

/** A string constant that means the same whatever `standard_conforming_strings` says. */
export function literal(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return escaped.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}

/** `schema.name` as the rehearsal keys its tables. */
export function tableKey(name: string): string {
  const plain = name.replaceAll('"', "");
  return plain.includes(".") ? plain : `public.${plain}`;
}

function quoted(part: string): string {
  return `"${part}"`;
}
