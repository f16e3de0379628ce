import type { Sample, Table } from "../../model/catalog.js";
import type { GivenValue, OperationOf } from "../../model/operation.js";
import type { CatalogDraft } from "../catalog-draft.js";
import { constantDefault } from "../constant-default.js";

/** So many rows of a table are remembered; more say no more. */
const MOST = 300;

/** Remembers the rows that an INSERT writes, where its text says that it writes any. */
export function rememberRows(draft: CatalogDraft, key: string, operation: OperationOf<"insert">): void {
  const table = draft.tables.get(key);
  const { values, onConflict, source, reads, rows: count } = operation;
  if (table === undefined || values === undefined || onConflict !== "none" || table.moreColumns === true) return;
  // A query over tables may give nothing; a trigger may write something else.
  if ((source === "select" && reads.length > 0) || changesRows(table)) return;
  const many = source === "select" && count !== 1;
  const rows = values.map((row) => ({
    values: valuesOf(operation, row, table),
    many,
    ...(many && count !== null ? { count } : {}),
  }));
  draft.changeTable(key, ({ samples = [] }) => ({ samples: [...samples, ...rows].slice(0, MOST) }));
}

/** What the columns of a row hold once it is written; one that is absent is not known. */
export function valuesOf({ columns }: OperationOf<"insert">, row: readonly GivenValue[], table: Table): Sample["values"] {
  const given: Record<string, GivenValue> = {};
  for (const [at, column] of table.columns.entries()) {
    const place = columns.length === 0 ? at : columns.indexOf(column.name);
    const value = row[place];
    if (value !== undefined && value.kind !== "default") given[column.name] = value;
    else if (!column.identity && column.generated === null) given[column.name] = constantDefault(column.default);
  }
  return given;
}

/** After an UPDATE of all rows a constant stands in all of them; after any other the columns are not known. */
export function updateRows(draft: CatalogDraft, key: string, { columns, values, bounded }: OperationOf<"update">): void {
  changeSamples(draft, key, (sample) => {
    const after: Record<string, GivenValue> = { ...sample };
    for (const [at, column] of columns.entries()) {
      const value = values?.[at];
      if (bounded === "all" && (value?.kind === "constant" || value?.kind === "null")) after[column] = value;
      else delete after[column];
    }
    return after;
  });
}

export function forgetRows(draft: CatalogDraft, key: string): void {
  if (draft.tables.get(key)?.samples !== undefined) draft.changeTable(key, () => ({ samples: [] }));
  for (const [other, table] of draft.tables)
    if (
      table.samples !== undefined &&
      table.samples.length > 0 &&
      table.constraints.some(({ references }) => references?.table === key)
    )
      draft.changeTable(other, () => ({ samples: [] }));
}

export function forgetAllRows(draft: CatalogDraft): void {
  for (const [key, { samples = [] }] of draft.tables) if (samples.length > 0) draft.changeTable(key, () => ({ samples: [] }));
}

/** A new column holds its default in every row; one that changed is not known. */
export function setColumn(draft: CatalogDraft, key: string, column: string, value: GivenValue | null): void {
  changeSamples(draft, key, (sample) => {
    const { [column]: _before, ...rest } = sample;
    return value === null ? rest : { ...rest, [column]: value };
  });
}

export function renameInSamples(table: Table, from: string, to: string): Pick<Table, "samples"> {
  if (table.samples === undefined) return {};
  return {
    samples: table.samples.map(({ values: { [from]: value, ...rest }, ...sample }) => ({
      ...sample,
      values: value === undefined ? rest : { ...rest, [to]: value },
    })),
  };
}

function changeSamples(draft: CatalogDraft, key: string, change: (values: Sample["values"]) => Sample["values"]): void {
  const samples = draft.tables.get(key)?.samples ?? [];
  if (samples.length === 0) return;
  draft.changeTable(key, () => ({ samples: samples.map((sample) => ({ ...sample, values: change(sample.values) })) }));
}

function changesRows({ triggers }: Table): boolean {
  return triggers.some(({ level, timing, events }) => level === "row" && timing !== "after" && events.includes("insert"));
}
