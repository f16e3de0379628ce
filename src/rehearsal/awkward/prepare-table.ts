import { quoted } from "../quoted.js";
import type { RowsPlan } from "./base-row.js";
import { type Carriers, carriersOf } from "./carriers.js";
import { type Component, componentsOf } from "./components.js";
import { type Field, fieldsOf } from "./fields.js";
import type { FillRequest } from "./fill-function.js";
import { brokenQueries, keysQuery, referencesOf, selfReferences } from "./references.js";
import type { Schema } from "./schema.js";
import { testOf } from "./solutions.js";
import type { TableRow } from "./table-rows.js";

/** One table to fill. */
export interface Job {
  readonly table: TableRow;
  readonly size: RowsPlan["size"];
  readonly offset: number;
}

export interface Prepared {
  readonly job: Job;
  readonly fields: readonly Field[];
  readonly components: readonly Component[];
  readonly carriers: Carriers;
  readonly references: RowsPlan["references"];
  readonly selves: RowsPlan["selves"];
  /** Which values fit each other; nothing to ask where there are no components. */
  readonly question: FillRequest;
  /** All that is asked for but the rows. */
  readonly order: FillRequest;
}

/** What can be said of a table before its values are tried; a string says why it cannot be filled. */
export function prepareTable(job: Job, schema: Schema): Prepared | string {
  const { table } = job;
  if (table.kind === "f") return "is a foreign table";
  if (table.ownedBySuperuser) return "belongs to a superuser";
  const fields = fieldsOf(table, schema.types, schema.narrowed.get(table.oid) ?? new Map(), schema.versionNumber);
  const components = componentsOf(table, fields);
  const checked = components.flatMap((component) => component.fields.map(({ number }) => number));
  const carriers = carriersOf(table, fields, new Set(checked));
  const references = referencesOf(table, fields, schema);
  const request = requestOf(table, fields);
  const keys = schema.keysOf(table).map((columns) => keysQuery(table, columns));
  const parents = parentsByColumn(references);
  const tests = components.map((component) => testOf(component, carriers, parents, job.offset, table.isPartition));
  return {
    job,
    fields,
    components,
    carriers,
    references,
    selves: selfReferences(table, fields),
    question: { ...request, tests },
    order: { ...request, broken: brokenQueries(table, schema), keys },
  };
}

function parentsByColumn(references: RowsPlan["references"]): Map<number, readonly (string | null)[]> {
  return new Map(
    references.flatMap(({ columns, parents }) =>
      columns.map((column, at) => [column, [...new Set(parents.map((key) => key[at] ?? null))]] as const),
    ),
  );
}

function requestOf(table: TableRow, fields: readonly Field[]): FillRequest {
  const positions = new Map(fields.map(({ number }, at) => [number, at]));
  return {
    relation: table.sql,
    columns: fields.map(({ name, type }) => ({ name: quoted(name), type })),
    tests: [],
    rows: [],
    returning: table.columns.filter(({ generated }) => generated === "v").map(({ name }) => quoted(name)),
    distinct: table.uniques
      .filter(({ deferrable, plain }) => deferrable && plain)
      .map(({ columns }) => columns.flatMap((column) => positions.get(column) ?? [])),
    broken: [],
    keys: [],
  };
}
