/** Does the one type refuse values that the other takes? Known are lengths and whole numbers, as the SQL or the server (format_type) spells them. */
export function isNarrower(now: string, before: string): boolean {
  const [next, old] = [sizeOf(now), sizeOf(before)];
  return next !== null && next.family === old?.family && next.size < old.size;
}

function sizeOf(type: string): { readonly family: string; readonly size: number } | null {
  const spelled =
    /^(character varying|varchar|character|char|text|numeric|decimal|smallint|int2|integer|int4|int|bigint|int8)\b(?:\s*\((\d+)(?:\s*,\s*(\d+))?\))?(?!\s*[[(])/iu;
  const [, name = "", length, scale = "0"] = spelled.exec(type.trim()) ?? [];
  const word = name.toLowerCase();
  if (word === "") return null;
  const integers = INTEGERS.findIndex((names) => names.includes(word));
  if (integers >= 0) return { family: "integer", size: integers };
  // character without a length is character(1).
  const open = word === "character" || word === "char" ? 1 : Number.POSITIVE_INFINITY;
  const size = length === undefined ? open : Number(length) - Number(scale);
  return { family: word === "numeric" || word === "decimal" ? "numeric" : "text", size };
}

const INTEGERS: readonly (readonly string[])[] = [
  ["smallint", "int2"],
  ["integer", "int4", "int"],
  ["bigint", "int8"],
];
