import type { Sample, Table } from "../../model/catalog.js";
import type { GivenValue, OperationOf } from "../../model/operation.js";
import type { CatalogDraft } from "../catalog-draft.js";
import { constantDefault } from "../constant-default.js";
import { evaluateCheck } from "../evaluate-check.js";
import { workOut } from "../work-out.js";

/** So many rows of a table are remembered; more say no more. */
const MOST = 300;

/** Remembers the rows that an INSERT writes, where its text says that it writes any. */
export function rememberRows(draft: CatalogDraft, key: string, operation: OperationOf<"insert">): void {
  const table = draft.tables.get(key);
  const { values, onConflict, source, reads, rows: count } = operation;
  if (table === undefined) return;
  // A query over tables may give nothing; a trigger may write something else.
  const untold = values === undefined || table.moreColumns === true || (source === "select" && reads.length > 0);
  if (untold || changesRows(table)) {
    draft.changeTable(key, () => ({ otherRows: true }));
    return;
  }
  if (onConflict !== "none") {
    rememberKeys(draft, key, table, operation);
    return;
  }
  const many = source === "select" && count !== 1;
  const rows = values.map((row) => ({
    values: valuesOf(operation, row, table),
    many,
    ...(many && count !== null ? { count } : {}),
  }));
  draft.changeTable(key, ({ samples = [] }) => ({
    samples: [...samples, ...rows].slice(0, MOST),
    ...(samples.length + rows.length > MOST ? { otherRows: true as const } : {}),
  }));
}

/** After an upsert rows of these keys are there; what else they hold is told only of those that were known, where nothing was updated. */
function rememberKeys(draft: CatalogDraft, key: string, table: Table, operation: OperationOf<"insert">): void {
  const keyed = table.constraints.find(({ type }) => type === "primary-key")?.columns ?? [];
  const [before, updates] = [table.samples ?? [], operation.onConflict === "update"];
  const after = new Map(before.map((sample, at) => [keyText(sample.values, keyed) ?? `unknown ${at}`, sample]));
  let untold = operation.source === "select" && operation.rows !== 1;
  for (const row of operation.values ?? []) {
    const values = valuesOf(operation, row, table);
    const text = keyText(values, keyed);
    if (text === null) {
      untold = true;
      continue;
    }
    if (after.has(text) && !updates) continue;
    // One that was not there is written as it is given.
    const isNew = !after.has(text) && table.otherRows !== true;
    after.set(text, {
      values: isNew ? values : Object.fromEntries(Object.entries(values).filter(([name]) => keyed.includes(name))),
      many: false,
    });
  }
  draft.changeTable(key, () => ({
    samples: [...after.values()].slice(0, MOST),
    ...(untold ? { otherRows: true as const } : {}),
  }));
}

/** Null where a part of the key is not known. */
function keyText(values: Sample["values"], keyed: readonly string[]): string | null {
  const parts = keyed.map((column) => values[column]);
  return keyed.length > 0 && parts.every((part) => part?.kind === "constant")
    ? JSON.stringify(parts.map((part) => part?.kind === "constant" && part.text))
    : null;
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

/** After an UPDATE a constant stands in all rows that its condition finds; where nobody can tell which those are, the columns are not known. */
export function updateRows(draft: CatalogDraft, key: string, operation: OperationOf<"update">): void {
  const { columns, values } = operation;
  const own = draft.tables.get(key)?.columns ?? [];
  if (own.some(({ leftAt, name }) => leftAt !== undefined && columns.includes(name)))
    draft.changeTable(key, (table) => ({
      columns: table.columns.map(({ leftAt, ...column }) =>
        leftAt === undefined || columns.includes(column.name) ? column : { ...column, leftAt },
      ),
    }));
  const isWhole = (column: string) => own.some(({ name, type }) => name === column && WHOLE.test(type.name) && !type.array);
  changeSamples(draft, key, (sample) => {
    const found = isFound(sample, operation);
    if (found === false) return sample;
    const after: Record<string, GivenValue> = { ...sample };
    for (const [at, column] of columns.entries()) {
      const value = workedOut(values?.[at], operation, (name) => sample[name], isWhole);
      if (found === true && (value?.kind === "constant" || value?.kind === "null")) after[column] = value;
      else delete after[column];
    }
    return after;
  });
}

const WHOLE = /^int[248]$/u;

/** Of another table's columns nobody knows which row is meant. */
function workedOut(
  value: GivenValue | undefined,
  { reads }: OperationOf<"update">,
  row: (column: string) => GivenValue | undefined,
  isWhole: (column: string) => boolean,
): GivenValue | undefined {
  return value?.kind === "computed" && value.from !== undefined && reads.length === 0 ? workOut(value.from, row, isWhole) : value;
}

/** Does the condition find the row? */
export function isFound(
  values: Sample["values"],
  { where, bounded, reads }: Pick<OperationOf<"update" | "delete">, "where" | "bounded" | "reads">,
): boolean | "unknown" {
  if (bounded === "all" && reads.length === 0) return true;
  if (where === null || reads.length > 0) return "unknown";
  // A series stands for many rows.
  const truth = evaluateCheck(where.text, (column) => values[column]);
  return truth === "null" ? false : truth;
}

/** Rows that a DELETE does not find stay; those of which nobody can tell are forgotten, and so is what they may take along. */
export function deleteRows(draft: CatalogDraft, key: string, operation: OperationOf<"delete">): void {
  const samples = draft.tables.get(key)?.samples ?? [];
  const kept = samples.filter(({ values, many }) => !many && isFound(values, operation) === false);
  if (samples.length === 0 || kept.length < samples.length) forgetRows(draft, key);
  if (kept.length > 0 && kept.length < samples.length) draft.changeTable(key, () => ({ samples: kept }));
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
