import type { Assessment } from "../model/assessment.js";
import type { Finding, Fix } from "../model/finding.js";
import { maskQuotedRows, maskValues, type Refusal } from "./mask-values.js";
import { redact } from "./redact.js";

/**
 * What every report is made of: without passwords and tokens, wherever they stand, and without the values of rows that the
 * server quoted. A value that the change writes itself is in the diff already, so it stays.
 */
export function masked(assessment: Assessment, { values }: { readonly values: boolean }): Assessment {
  const hide = remembering(values ? redact : hiding(assessment));
  const findings = assessment.findings.map((finding) => maskFinding(finding, hide));
  return { ...walk({ ...assessment, findings: [] }, hide), findings };
}

type Hide = (text: string) => string;

/** Paths, kinds and advice stand in an assessment thousands of times. */
function remembering(hide: Hide): Hide {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hidden = hide(text);
    known.set(text, hidden);
    return hidden;
  };
}

/** SQL to paste must be what was checked: rather none than one with a hole. */
function maskFinding(finding: Finding, hide: Hide): Finding {
  const hidden = walk(finding, hide);
  return finding.fix !== null && hasSecret(finding.fix) ? { ...hidden, fix: null } : hidden;
}

function hasSecret({ sql, edits }: Fix): boolean {
  return [sql, ...edits.map(({ replacement }) => replacement)].some((text) => redact(text) !== text);
}

/** Exactly what the server said in this run, wherever it was quoted; and what it is known to say. */
function hiding(assessment: Assessment): Hide {
  const sql = assessment.migrations
    .flatMap(({ up, down }) => [up, ...(down === null ? [] : [down])])
    .flatMap((script) => script.statements);
  const written = (value: string) =>
    value !== "" && sql.some(({ text }) => text.includes(`'${value}'`) || text.includes(`"${value}"`));
  const said = new Map<string, string>();
  for (const refusal of refusalsIn(assessment)) {
    const { message, detail } = maskValues(refusal, written);
    if (message !== refusal.message) said.set(refusal.message, message);
    if (refusal.detail !== null && detail !== null && detail !== refusal.detail) said.set(refusal.detail, detail);
  }
  const longestFirst = [...said].sort(([one], [other]) => other.length - one.length);
  return (text) => {
    let result = text;
    for (const [whole, hidden] of longestFirst) if (result.includes(whole)) result = result.replaceAll(whole, () => hidden);
    return redact(isSql(text, sql) ? result : maskQuotedRows(result));
  };
}

/** A comparison of rows, `(a, b) = (1, 2)`, is SQL that stands in the diff. */
function isSql(text: string, sql: readonly { readonly text: string }[]): boolean {
  return /\)\s?=\s?\(/u.test(text) && sql.some((statement) => statement.text.includes(text));
}

/** Whatever in the assessment has the shape of an answer of the server. */
function refusalsIn(part: unknown, found: Refusal[] = []): readonly Refusal[] {
  if (typeof part !== "object" || part === null) return found;
  if ("sqlstate" in part && "message" in part && typeof part.message === "string") {
    const detail = "detail" in part && typeof part.detail === "string" ? part.detail : null;
    found.push({ sqlstate: typeof part.sqlstate === "string" ? part.sqlstate : null, message: part.message, detail });
  }
  const inner = part instanceof Map ? part.values() : part instanceof Set ? part : Object.values(part);
  for (const each of inner) refusalsIn(each, found);
  return found;
}

/** The same value with every text in it hidden as far as needed; what has nothing to hide is not copied. */
function walk<Value>(value: Value, hide: Hide): Value {
  // A text stays a text and a list a list, which no type can say of a walk over anything.
  return walked(value, hide) as Value;
}

function walked(part: unknown, hide: Hide): unknown {
  if (typeof part === "string") return hide(part);
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return hiddenIn(part, hide);
  if (part instanceof Map) return new Map([...part].map(([key, each]) => [key, walked(each, hide)]));
  if (part instanceof Set) return new Set([...part].map((each) => walked(each, hide)));
  const values: readonly unknown[] = Object.values(part);
  const hidden = hiddenIn(values, hide);
  return hidden === values ? part : Object.fromEntries(Object.keys(part).map((key, index) => [key, hidden[index]]));
}

/** The same list where nothing in it has to be hidden. */
function hiddenIn(parts: readonly unknown[], hide: Hide): readonly unknown[] {
  let copy: unknown[] | null = null;
  for (const [index, each] of parts.entries()) {
    const hidden = walked(each, hide);
    if (hidden === each) continue;
    copy ??= [...parts];
    copy[index] = hidden;
  }
  return copy ?? parts;
}
