import type { Kind } from "./definitions.js";

/** In the order in which objects are made when nothing else decides, with the word that SQL has for them. */
const WORDS: Readonly<Record<Kind, string>> = {
  schema: "SCHEMA",
  extension: "EXTENSION",
  collation: "COLLATION",
  enum: "TYPE",
  "composite type": "TYPE",
  domain: "DOMAIN",
  range: "TYPE",
  attribute: "COLUMN",
  sequence: "SEQUENCE",
  function: "FUNCTION",
  procedure: "PROCEDURE",
  aggregate: "AGGREGATE",
  table: "TABLE",
  column: "COLUMN",
  default: "DEFAULT",
  index: "INDEX",
  constraint: "CONSTRAINT",
  view: "VIEW",
  "materialized view": "MATERIALIZED VIEW",
  rule: "RULE",
  trigger: "TRIGGER",
  policy: "POLICY",
  statistics: "STATISTICS",
  "text search configuration": "TEXT SEARCH CONFIGURATION",
  publication: "PUBLICATION",
  "event trigger": "EVENT TRIGGER",
  "default privileges": "DEFAULT PRIVILEGES",
  other: "",
};

const RANKS = new Map(Object.keys(WORDS).map((kind, at) => [kind, at]));

export function isKind(text: string): text is Kind {
  return Object.hasOwn(WORDS, text);
}

/** `TABLE`, `TYPE`, … */
export function wordOf(kind: Kind): string {
  return WORDS[kind];
}

export function rankOf(kind: Kind): number {
  return RANKS.get(kind) ?? 0;
}

/** Kinds named within a schema, in one namespace: a table and a type of the same name exclude each other. */
export const RELATION_LIKE: ReadonlySet<Kind> = new Set([
  "table",
  "view",
  "materialized view",
  "sequence",
  "index",
  "enum",
  "domain",
  "composite type",
  "range",
]);

export const TYPES: ReadonlySet<Kind> = new Set(["enum", "domain", "composite type", "range"]);

/** Kinds that live on one table (or type, for constraints of domains and attributes). */
export const PARTS: ReadonlySet<Kind> = new Set([
  "column",
  "attribute",
  "default",
  "constraint",
  "index",
  "trigger",
  "rule",
  "policy",
]);
