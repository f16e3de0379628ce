interface Named {
  readonly schema: string | null;
  readonly name: string;
  readonly array: boolean;
}

const TEXTS = new Set(["text", "varchar", "bpchar"]);
const NUMBERS = new Set(["int2", "int4", "int8", "numeric", "float4", "float8"]);
const OTHERS = new Set(["bool", "uuid", "json", "jsonb", "date", "timestamp", "timestamptz", "time", "interval", "bytea"]);

/** Between built-in types of different families only casts to text are assignments (pg_cast, castcontext); text to anything is explicit. */
export function lacksAssignmentCast(from: Named, to: Named): boolean {
  if (from.array || to.array) return from.array !== to.array && isPlain(from) && isPlain(to) && !TEXTS.has(to.name);
  if (!isPlain(from) || !isPlain(to) || TEXTS.has(to.name)) return false;
  if (TEXTS.has(from.name)) return true;
  if (NUMBERS.has(from.name)) return !NUMBERS.has(to.name);
  if (from.name === to.name) return false;
  return NUMBERS.has(to.name) || [from.name, to.name].some((name) => name === "bool" || name === "uuid");
}

function isPlain({ schema, name }: Named): boolean {
  return (schema === null || schema === "pg_catalog") && (TEXTS.has(name) || NUMBERS.has(name) || OTHERS.has(name));
}
