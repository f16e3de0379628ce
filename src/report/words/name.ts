import type { RelationName } from "../../model/relation-name.js";
import { clip } from "../escape/clip.js";
import { oneLine } from "../escape/one-line.js";

/** An identifier in the report's own sentences: between back-ticks, cut at the 63 bytes that Postgres keeps. */
export function name(identifier: string, max = 63): string {
  return `\`${clip(oneLine(identifier), max).replace(/`/gu, "\\u0060") || "(empty)"}\``;
}

/** A relation key, two names and a dot, without the schema that everyone is in. */
export function relation(key: string): string {
  return name(key.startsWith("public.") ? key.slice("public.".length) : key, 127);
}

export function table({ schema, name: own }: RelationName): string {
  return relation(schema === null ? own : `${schema}.${own}`);
}
