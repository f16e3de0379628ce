import { indexesOf } from "../catalog/dependents.js";
import { evaluateCheck } from "../catalog/evaluate-check.js";
import type { Sample, Table } from "../model/catalog.js";
import type { GivenValue } from "../model/operation.js";
import type { Moment } from "./rule.js";

/** Is the condition false for a row with these values? */
export function violates(condition: string, values: Sample["values"]): boolean {
  return evaluateCheck(condition, (column) => values[column]) === false;
}

/** What two rows hold in all of the columns; a row that stands for many is two by itself. Not to be told of rows that the change did not write. */
export function twice(samples: readonly Sample[], columns: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const { values, many } of samples) {
    const key = columns.map((column) => constant(values[column]));
    if (key.includes(null)) continue;
    const text = key.join(", ");
    if (many || seen.has(text)) return text;
    seen.add(text);
  }
  return null;
}

/** The row that holds these values in the columns. */
export function holding(samples: readonly Sample[], columns: readonly string[], values: Sample["values"]): Sample | undefined {
  const wanted = columns.map((column) => constant(values[column]));
  if (wanted.includes(null)) return undefined;
  return samples.find((sample) => columns.every((column, at) => holds(sample.values[column], wanted[at] ?? "")));
}

function holds(value: GivenValue | undefined, wanted: string): boolean {
  if (value?.kind === "series") {
    const { prefix = "", from, to } = value;
    // A number has one text, without zeros before it.
    const number = wanted.startsWith(prefix) ? wanted.slice(prefix.length) : "";
    return /^(?:0|[1-9]\d*)$/u.test(number) && Number(number) >= from && Number(number) <= to;
  }
  return constant(value) === wanted;
}

function constant(value: GivenValue | undefined): string | null {
  return value?.kind === "constant" ? value.text : null;
}

/** Sets of columns that unique keys of the table keep apart, whatever they are called. */
export function uniqueKeys(
  table: Table,
  { catalog }: Moment,
): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  const keys = table.constraints
    .filter(({ type }) => type === "primary-key" || type === "unique")
    .map(({ name, columns }) => ({ name, columns }));
  const indexes = indexesOf(`${table.schema}.${table.name}`, catalog)
    .filter(({ unique, partial, columns, valid }) => unique && valid && !partial && !columns.includes(null))
    .map(({ name, columns }) => ({ name, columns: columns.filter((column) => column !== null) }));
  return [...keys, ...indexes];
}
