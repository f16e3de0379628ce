import type { Literals } from "../awkward/literals.js";
import { undress } from "../awkward/shape.js";
import { suggestions } from "../awkward/suggestions.js";
import { literal } from "../quoted.js";
import { boundedCandidates } from "./bounded-candidates.js";
import { type ColumnPlan, plainGenerator } from "./column-plan.js";
import { encode, pick } from "./encode.js";
import { limitOf, textOf } from "./encode-text.js";
import { patternSql } from "./pattern-sql.js";
import type { Generator } from "./row-number.js";

/** Constants that are tried: of those that the check proposes, and in all. */
const PROPOSED = 24;
const CONSTANTS = 48;

/** Ways to fill a column that has to please a check, the best first. The server decides. */
export function candidatesOf(plan: ColumnPlan, literals: Literals, ladder: Generator | null): Generator[] {
  const { field, withNulls } = plan;
  const plain = plainGenerator(plan);
  const steps =
    ladder === null ? null : (row: string) => encode(field.shape, ladder(row), { width: null, distinct: true }) ?? "null";
  const varied = [
    ...(steps === null ? [] : [steps]),
    ...boundedCandidates(plan, literals),
    ...textCandidates(plan, literals),
    ...listCandidate(plan, literals),
  ];
  // A check that speaks of constants is seldom content with what comes without looking at them.
  const first = plain === null ? varied : literals.patterns.length > 0 ? [...varied, plain] : [plain, ...varied];
  const wrapped = withNulls === null ? [] : first.map(withNulls);
  const constants = [
    ...suggestions(field.shape, literals).slice(0, PROPOSED),
    ...field.values.tame,
    ...field.values.awkward.map(({ text }) => text).filter((text) => text !== null),
  ];
  return [
    ...wrapped,
    ...first,
    ...[...new Set(constants)].slice(0, CONSTANTS).map((text) => () => `${literal(text)}::${field.type}`),
    ...(field.nullable ? [() => `null::${field.type}`] : []),
  ];
}

/** All constants of a list in turn. */
function listCandidate({ field, number }: ColumnPlan, { texts }: Literals): Generator[] {
  const bare = undress(field.shape);
  const known = texts.filter((text) => text !== "" && (bare.kind !== "enum" || bare.labels.includes(text)));
  if (known.length < 2 || bare.kind === "array") return [];
  return [(row) => `(${pick(known, number(row))})::${field.type}`];
}

function textCandidates({ field, number }: ColumnPlan, { patterns, numbers, texts }: Literals): Generator[] {
  const bare = undress(field.shape);
  const limit = bare.kind === "base" ? limitOf(bare) : null;
  if (limit === null) return [];
  const asText = (make: (v: string) => string | null) => {
    const isMade = make("0") !== null;
    return isMade ? [(row: string) => `(${make(number(row)) ?? "null"})::${field.type}`] : [];
  };
  const matching = patterns.flatMap((pattern) =>
    [8, 12, 3, 1, 0].flatMap((times) => asText((v) => patternSql(pattern, v, times))),
  );
  const lengths = numbers
    .map(Number)
    .filter((length) => Number.isInteger(length) && length >= 0 && length < 2_000)
    .flatMap((length) => [length, length - 1, length + 1])
    .filter((length) => length > 0 && length <= limit);
  const usual = Math.min(limit, 10);
  return [
    ...matching,
    ...[...new Set(lengths)].flatMap((length) => [
      ...asText((v) => textOf(v, length)),
      ...asText((v) => `upper(${textOf(v, length)})`),
      ...asText((v) => `lpad((${v})::text, ${length}, '0')`),
    ]),
    ...asText((v) => `upper(${textOf(v, usual)})`),
    ...asText((v) => `(${v})::text`),
    ...texts
      .filter((text) => text !== "" && text.length < 40)
      .flatMap((text) => [
        ...asText((v) => `${literal(text)} || ${textOf(v, 8)}`),
        ...asText((v) => `${textOf(v, 8)} || ${literal(text)}`),
        ...asText((v) => `${textOf(v, 8)} || ${literal(text)} || ${textOf(v, 8)}`),
      ]),
  ];
}
