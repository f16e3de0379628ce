import type { TypeReference } from "../model/operation.js";
import { isPlainUsing } from "./plain-using.js";
import { mayFail } from "./type-change-may-fail.js";

/** What ALTER COLUMN … TYPE costs. */
export interface TypeChange {
  /** Every row is written anew, and with it every index of the table. */
  readonly rewrite: boolean;
  /** Rows are read although nothing is rewritten. Never true today: PostgreSQL checks a narrower type by rewriting. */
  readonly scan: boolean;
  /** Neither rewrite nor scan on account of the type itself. */
  readonly free: boolean;
  /** Indexes on the column are built anew although the table is not rewritten. */
  readonly rebuildsIndexes: boolean;
  /** A row can make it fail: out of range, too long, not convertible. */
  readonly mayFail: boolean;
  /** Why, as a clause about the two types. */
  readonly reason: string;
}

export interface TypeChangeOptions {
  /** The expression of USING, as written; null without one. */
  readonly using: string | null;
  /** Name of the column: `USING column` and `USING column::type` are the same as no USING. */
  readonly column: string;
  readonly oldCollation: string | null;
  readonly newCollation: string | null;
  /** timestamp ↔ timestamptz copies nothing at UTC (12 and later). */
  readonly timeZoneUtc: boolean;
  readonly serverMajor: number;
  /** What a user type is; undefined for a built-in or unknown type. */
  readonly domainOf: (type: TypeReference) => DomainShape | undefined;
}

/** A domain: the type below it, and whether it checks anything (itself or through the domains below). */
export interface DomainShape {
  readonly base: TypeReference;
  readonly constrained: boolean;
}

/**
 * Whether old values can stay as they lie on disk: ATColumnChangeRequiresRewrite in tablecmds.c. It is so when the
 * conversion is a mere relabelling (binary coercible), a length coercion that its support function proves idle, a
 * domain without constraints, or timestamp ↔ timestamptz at UTC. Measured on 15 and 18 for every pair named here.
 */
export function typeChange(from: TypeReference | null, to: TypeReference, options: TypeChangeOptions): TypeChange {
  if (from === null) return rewriting("the old type is not known", true);
  if (options.using !== null && !isPlainUsing(options.using, options.column, to)) {
    return rewriting("USING computes every value", true);
  }
  const source = flatten(from, options);
  const target = flatten(to, options);
  if (target.constrained) return rewriting(`${to.text} is a domain whose constraints are checked on every row`, true);
  const reason = whyRewrite(source, target, options);
  if (reason !== null) return rewriting(reason, mayFail(source.type, target.type));
  return {
    rewrite: false,
    scan: false,
    free: true,
    rebuildsIndexes: rebuildsIndexes(source.type, target.type, options),
    mayFail: false,
    reason: `${from.text} values are stored exactly as ${to.text} values`,
  };
}

function rewriting(reason: string, mayFail: boolean): TypeChange {
  return { rewrite: true, scan: false, free: false, rebuildsIndexes: true, mayFail, reason };
}

interface Flat {
  readonly type: TypeReference;
  readonly constrained: boolean;
  readonly isDomain: boolean;
}

function flatten(type: TypeReference, options: TypeChangeOptions): Flat {
  let flat: Flat = { type, constrained: false, isDomain: false };
  for (let depth = 0; depth < 16 && !flat.type.array; depth += 1) {
    const domain = options.domainOf(flat.type);
    if (domain === undefined) break;
    flat = { type: domain.base, constrained: flat.constrained || domain.constrained, isDomain: true };
  }
  return flat;
}

function whyRewrite(source: Flat, target: Flat, options: TypeChangeOptions): string | null {
  const { type: from } = source;
  const { type: to } = target;
  if (from.array || to.array) return whyRewriteArray(from, to);
  // A domain hides the length of its base: coming from one, every length coercion has to run.
  const fromModifiers = source.isDomain ? [] : modifiersOf(from);
  const toModifiers = modifiersOf(to);
  if (from.name === to.name) return lengthReason(to.name, fromModifiers, toModifiers, from, to);
  if (isTimestampPair(from.name, to.name)) {
    if (!options.timeZoneUtc || options.serverMajor < 12) return "the values shift with the session's TimeZone, which is not UTC";
    // A precision of 6 is what both have by nature, so that its coercion is dropped (TemporalSimplify in datetime.c).
    return (to.modifiers[0] ?? MOST_DIGITS) >= MOST_DIGITS ? null : `${to.text} rounds every value`;
  }
  if (!isBinaryCoercible(from.name, to.name)) return `${from.text} and ${to.text} are stored differently`;
  return lengthReason(to.name, compatibleModifiers(from.name, to.name) ? fromModifiers : [], toModifiers, from, to);
}

/** Arrays are converted element by element unless the element type stays and the length goes or stays. */
function whyRewriteArray(from: TypeReference, to: TypeReference): string | null {
  if (from.array !== to.array || from.name !== to.name) return `${from.text} is converted element by element`;
  const same = to.modifiers.length === 0 || `${from.modifiers}` === `${to.modifiers}`;
  return same ? null : `the length of every element of ${to.text} is checked`;
}

/** pg_cast rows without a function (castmethod 'b'), both ends built in. */
const binaryCoercible: Readonly<Record<string, readonly string[]>> = {
  text: ["varchar"],
  varchar: ["text"],
  // Towards text and varchar char(n) loses its padding, hence a function; the way back only relabels, then pads.
  xml: ["text", "varchar"],
  cidr: ["inet"],
  bit: ["varbit"],
  varbit: ["bit"],
  int4: ["oid", "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regrole", "regnamespace"],
  oid: ["int4", "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regrole", "regnamespace"],
  regclass: ["oid", "int4"],
  regtype: ["oid", "int4"],
  citext: ["text", "varchar"],
};
const towardsCitext = ["text", "varchar"];
const towardsBpchar = ["text", "varchar"];

function isBinaryCoercible(from: string, to: string): boolean {
  if (to === "citext") return towardsCitext.includes(from);
  if (to === "bpchar") return towardsBpchar.includes(from);
  return binaryCoercible[from]?.includes(to) ?? false;
}

/** The length of the old type still counts after relabelling only between text-like types (both count characters) and bit strings. */
function compatibleModifiers(from: string, to: string): boolean {
  return from === "varchar" && to === "varchar" ? true : from === to;
}

type Kind = "length" | "numeric" | "seconds" | "interval" | "fixed";
const kinds: Readonly<Record<string, Kind>> = {
  varchar: "length",
  varbit: "length",
  numeric: "numeric",
  timestamp: "seconds",
  timestamptz: "seconds",
  time: "seconds",
  timetz: "seconds",
  interval: "interval",
  bpchar: "fixed",
  bit: "fixed",
};

/** Support functions (varchar_support and its kin) drop a length coercion that cannot change a value. */
function lengthReason(
  name: string,
  before: readonly number[],
  after: readonly number[],
  from: TypeReference,
  to: TypeReference,
): string | null {
  if (after.length === 0 || (before.length > 0 && `${before}` === `${after}`)) return null;
  const kind = kinds[name];
  const [size = 0, scale = 0] = after;
  const [oldSize, oldScale = 0] = before;
  switch (kind) {
    case "length":
      return oldSize !== undefined && oldSize <= size ? null : `values longer than ${to.text} have to be found`;
    case "numeric":
      return oldSize !== undefined && oldScale === scale && oldSize <= size
        ? null
        : `${from.text} values may not fit ${to.text}, or change their scale`;
    case "seconds":
      return size >= 6 || (oldSize !== undefined && oldSize <= size) ? null : `${to.text} rounds every value`;
    case "interval":
      return intervalReason(before, after, to);
    default:
      return `every value is fitted to ${to.text}`;
  }
}

/** Modifiers of interval: the field mask, then the precision (intervaltypmodin). The full range is 32767. */
function modifiersOf({ name, modifiers, text }: TypeReference): readonly number[] {
  const [only, ...others] = modifiers;
  if (name !== "interval") return modifiers;
  // A lone number is the precision of `interval(3)` as some write it, unless the text names fields.
  const isPrecision = only !== undefined && others.length === 0 && !/year|month|day|hour|minute|second/iu.test(text);
  return isPrecision ? [fullRange, only] : modifiers;
}

function intervalReason(before: readonly number[], after: readonly number[], to: TypeReference): string | null {
  const [fields = fullRange, precision = 6] = after;
  const [oldFields = fullRange, oldPrecision = 6] = before;
  const keepsFields = fields === fullRange || lowestField(fields) <= lowestField(oldFields);
  const keepsPrecision = precision >= 6 || oldPrecision <= precision;
  return keepsFields && keepsPrecision ? null : `${to.text} drops parts of every value`;
}

const fullRange = 32767;

/** From year (highest) to second (0, lowest): what an interval is cut to. Masks as in datetime.h: month 1, year 2, day 3, hour 10, minute 11, second 12. */
function lowestField(mask: number): number {
  if (mask === fullRange || (mask & (1 << 12)) !== 0) return 0;
  if ((mask & (1 << 11)) !== 0) return 1;
  if ((mask & (1 << 10)) !== 0) return 2;
  if ((mask & (1 << 3)) !== 0) return 3;
  if ((mask & (1 << 1)) !== 0) return 4;
  return 5;
}

/** MAX_TIMESTAMP_PRECISION in datatype/timestamp.h. */
const MOST_DIGITS = 6;

function isTimestampPair(from: string, to: string): boolean {
  return (from === "timestamp" && to === "timestamptz") || (from === "timestamptz" && to === "timestamp");
}

/** Two types share an index when they share its operator family's ordering: text and varchar do, citext has its own. */
function rebuildsIndexes(from: TypeReference, to: TypeReference, options: TypeChangeOptions): boolean {
  if (options.oldCollation !== options.newCollation && isCollatable(to)) return true;
  return operatorClass(from) !== operatorClass(to);
}

function operatorClass({ name, array }: TypeReference): string {
  if (array) return "array";
  const classes: Readonly<Record<string, string>> = {
    varchar: "text",
    cidr: "inet",
    regclass: "oid",
    regtype: "oid",
    regproc: "oid",
    regrole: "oid",
    regnamespace: "oid",
  };
  return classes[name] ?? name;
}

function isCollatable({ name, array }: TypeReference): boolean {
  return !array && ["text", "varchar", "bpchar", "citext", "name"].includes(name);
}
