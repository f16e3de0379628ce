/** Spellings that Postgres prints otherwise (PostgreSQL manual, table 8.1). */
const PRINTED: Readonly<Record<string, string>> = {
  bool: "boolean",
  char: "character",
  decimal: "numeric",
  float: "double precision",
  float4: "real",
  float8: "double precision",
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  time: "time without time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  timetz: "time with time zone",
  varchar: "character varying",
  varbit: "bit varying",
};

/** A type as `format_type` prints it, so that two spellings of one type compare as equal. */
export function typeName(written: string): string {
  const text = written.trim().toLowerCase().replaceAll('"', "").replaceAll(/\s+/gu, " ");
  const [, name = text, modifier = "", zone = "", array = ""] =
    /^([^([]+?)\s*(\([^)]*\))?\s*((?:with|without) time zone)?\s*((?:\[\d*\])*)$/u.exec(text) ?? [];
  const printed = zone === "" ? (PRINTED[name] ?? name) : `${name} ${zone}`;
  const inside = modifier.replaceAll(/\s/gu, "");
  // format_type puts the precision of times before their zone.
  const [, time, rest] = /^(time|timestamp)( with.*)$/u.exec(printed) ?? [];
  const whole = time === undefined ? `${printed}${inside}` : `${time}${inside}${rest}`;
  return `${whole}${array.replaceAll(/\d/gu, "")}`;
}
