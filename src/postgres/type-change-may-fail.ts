import type { TypeReference } from "../model/operation.js";

/** Types that hold every value of the other. */
const holds: Readonly<Record<string, readonly string[]>> = {
  int2: ["int4", "int8", "numeric", "float4", "float8"],
  int4: ["int8", "numeric", "float8"],
  int8: ["numeric"],
  float4: ["float8"],
  date: ["timestamp", "timestamptz"],
  timestamp: ["timestamptz"],
  timestamptz: ["timestamp"],
  json: ["jsonb"],
  jsonb: ["json"],
};

/** Can a value of the one type be refused, or not be expressed, by the other? */
export function mayFail(from: TypeReference, to: TypeReference): boolean {
  const bounded = to.modifiers.length > 0 && ["varchar", "bpchar", "varbit", "bit", "numeric"].includes(to.name);
  if (to.name === "text" || (to.name === "varchar" && !bounded)) return false;
  if (!bounded && (from.name === to.name || (holds[from.name]?.includes(to.name) ?? false))) return false;
  return bounded || !["timestamp", "timestamptz", "time", "timetz", "interval"].includes(to.name) || from.name !== to.name;
}
