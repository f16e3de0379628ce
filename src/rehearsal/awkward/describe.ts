import type { Field } from "./fields.js";

/** What is awkward in the rows that were taken, in words. Column names stand as they are. */
export function describe(fields: readonly Field[], rows: readonly (readonly (string | null)[])[]): string[] {
  const words = fields.map((field, at) =>
    describeColumn(
      field,
      rows.map((row) => row[at] ?? null),
    ),
  );
  // First what breaks migrations most.
  return [
    ...words.flatMap(({ nulls }) => nulls),
    ...words.flatMap(({ duplicates }) => duplicates),
    ...words.flatMap(({ others }) => others),
  ];
}

function describeColumn(field: Field, texts: readonly (string | null)[]) {
  const given = texts.filter((text) => text !== null);
  const seen = new Set(given);
  const { values, shape, name } = field;
  const whats = new Set(values.awkward.filter(({ text }) => text !== null && seen.has(text)).map(({ what }) => what));
  const showsAll = shape.kind === "enum" && shape.labels.every((label) => seen.has(label));
  return {
    nulls: given.length < texts.length ? [`NULL in ${name}`] : [],
    duplicates: seen.size < given.length ? [`duplicate ${name}`] : [],
    others: [
      ...(showsAll ? [`every label in ${name}`] : []),
      ...[...whats].filter((what) => what !== null).map((what) => `${what} in ${name}`),
    ],
  };
}
