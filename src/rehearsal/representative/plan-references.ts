import type { Field } from "../awkward/fields.js";
import type { Schema } from "../awkward/schema.js";
import type { ForeignKeyRow, TableRow } from "../awkward/table-rows.js";
import { quoted } from "../quoted.js";
import type { ParentKeys } from "./read-parent-keys.js";
import { forShare, hashed } from "./row-number.js";

export const ROW = "g.i";

/** What a reference adds to the query that makes the rows. */
export interface PlannedReference {
  /** SQL of each of its columns. */
  readonly columns: ReadonlyMap<number, string>;
  readonly expressions: readonly string[];
  readonly joins: string;
  readonly filter: string | null;
}

export interface ReferenceFacts {
  readonly key: ForeignKeyRow;
  readonly target: TableRow;
  readonly keys: ParentKeys;
  readonly salt: number;
  /** Share of NULLs, where it may be NULL. */
  readonly nulls: number;
  /** Different keys that are referred to; null: all. */
  readonly distinct: number | null;
  /** Rows with a digit of their own: how many rows share one key in a row; null where any will do. */
  readonly stride: number | null;
}

/**
 * The columns of one foreign key, from keys that are there.
 * @param taken columns that another reference has settled; what this one refers to agrees with them
 * @returns the reason where there is nothing to refer to
 */
export function planReference(
  facts: ReferenceFacts,
  fields: readonly Field[],
  taken: ReadonlyMap<number, string>,
  at: number,
): PlannedReference | string {
  const { key, keys } = facts;
  const own = key.columns.filter((column) => !taken.has(column));
  const nullable = own.filter((column) => fields.find(({ number }) => number === column)?.nullable);
  const nothing = { expressions: [], joins: "", filter: null };
  if (own.length === 0) return { ...nothing, columns: new Map() };
  if (keys.count === 0) {
    const isPossible = key.full ? nullable.length === key.columns.length : nullable.length > 0;
    if (!isPossible) return "a table that it refers to has no row";
    return { ...nothing, columns: new Map(nullable.map((column) => [column, "null"])) };
  }
  const optional = nullable.length === own.length && (!key.full || own.length === key.columns.length);
  if (own.length < key.columns.length) return grouped(facts, own, taken, at, optional);
  const most = Math.min(keys.count, Math.max(1, Math.round(facts.distinct ?? keys.count)));
  const chosen =
    facts.stride === null
      ? hashed(ROW, facts.salt, most)
      : `((${ROW} / ${facts.stride} + ${spread(facts.stride)}) % ${keys.count})`;
  const index =
    optional && facts.nulls > 0 ? `case when not ${forShare(ROW, facts.salt + 1, facts.nulls)} then ${chosen} end` : chosen;
  const [column] = key.columns;
  if (keys.first !== null && column !== undefined && own.length === 1)
    return { ...nothing, columns: new Map([[column, `(${keys.first} + ${index})`]]) };
  const names = key.targetColumns.map(quoted);
  const alias = `p${at}`;
  const list = names.join(", ");
  const filled = names.map((name) => `${name} is not null`).join(" and ");
  return {
    columns: new Map(key.columns.map((each, place) => [each, `${alias}.k${place}`])),
    expressions: [
      `${alias}(n, ${key.columns.map((_, place) => `k${place}`).join(", ")}) as materialized (select row_number() over (order by ${list}) - 1, ${list}
        from (select ${list} from ${sourceOf(facts.target)} where ${filled} order by ${list} limit ${facts.stride === null ? most : keys.count}) s)`,
    ],
    joins: ` left join ${alias} on ${alias}.n = ${index}`,
    filter: null,
  };
}

/** So that the second of two keys does not stay the same for all rows of a round. */
function spread(stride: number): string {
  return stride <= 1 ? "0" : `${ROW} % ${stride}`;
}

/** Of the keys that agree in what is settled, one. */
function grouped(
  { key, target, salt }: ReferenceFacts,
  own: readonly number[],
  taken: ReadonlyMap<number, string>,
  at: number,
  optional: boolean,
): PlannedReference {
  const places = key.columns.map((column, place) => ({ column, name: quoted(key.targetColumns[place] ?? ""), place }));
  const shared = places.filter(({ column }) => taken.has(column));
  const rest = places.filter(({ column }) => own.includes(column));
  const group = shared.map(({ name }) => name).join(", ");
  const [keys, sizes] = [`p${at}`, `s${at}`];
  const same = (alias: string) =>
    shared.map(({ column, place }) => `${alias}.k${place} = ${taken.get(column) ?? "null"}`).join(" and ");
  const columns = [...shared, ...rest];
  const filled = columns.map(({ name }) => `${name} is not null`).join(" and ");
  return {
    columns: new Map(rest.map(({ column, place }) => [column, `${keys}.k${place}`])),
    expressions: [
      `${keys}(n, ${columns.map(({ place }) => `k${place}`).join(", ")}) as materialized (select row_number() over (partition by ${group}
        order by ${rest.map(({ name }) => name).join(", ")}) - 1, ${columns.map(({ name }) => name).join(", ")} from ${sourceOf(target)} where ${filled})`,
      `${sizes}(n, ${shared.map(({ place }) => `k${place}`).join(", ")}) as materialized (select count(*), ${shared.map(({ place }) => `k${place}`).join(", ")} from ${keys} group by ${shared.map(({ place }) => `k${place}`).join(", ")})`,
    ],
    joins: ` left join ${sizes} on ${same(sizes)} left join ${keys} on ${same(keys)} and ${keys}.n = ${hashed(ROW, salt, 1_000_000_007)} % ${sizes}.n`,
    filter: optional ? null : `${keys}.n is not null`,
  };
}

/** A foreign key to a table that others inherit from sees its own rows only. */
export function sourceOf({ kind, sql }: TableRow): string {
  return kind === "p" ? sql : `only ${sql}`;
}

export function isOutward(
  key: ForeignKeyRow,
  table: TableRow,
  root: TableRow,
  fields: readonly Field[],
  schema: Schema,
): boolean {
  const isOwn = key.target === table.oid || key.target === root.oid;
  return !isOwn && schema.tables.has(key.target) && key.columns.every((column) => fields.some(({ number }) => number === column));
}
