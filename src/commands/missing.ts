/** What production has before any migration, and only a superuser can make. */
export interface Missing {
  readonly kind: "role" | "extension";
  readonly name: string;
}

/** What a statement failed for, where the rehearsal makes it beforehand for SQL files. Postgres' messages in English. */
export function missingOf({ sqlstate, message }: { readonly sqlstate: string; readonly message: string }): Missing | null {
  const role = sqlstate === "42704" ? /^role "(.+)" does not exist$/u.exec(message)?.[1] : undefined;
  if (role !== undefined) return { kind: "role", name: role };
  const extension = sqlstate === "42501" ? /^permission denied to create extension "(.+)"$/u.exec(message)?.[1] : undefined;
  return extension === undefined ? null : { kind: "extension", name: extension };
}
