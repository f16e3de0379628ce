import type { Carriers } from "../awkward/carriers.js";
import type { Component } from "../awkward/components.js";
import type { Field } from "../awkward/fields.js";
import { undress } from "../awkward/shape.js";
import type { TableRow } from "../awkward/table-rows.js";
import { encode } from "./encode.js";
import { type Generator, hashed, saltOf } from "./row-number.js";

export interface Ladders {
  /** A number for each column of a group, such that a row's columns ascend and rows do not overlap. */
  readonly all: ReadonlyMap<number, Generator>;
  /** Columns that have to be filled this way, check or not: an index makes a range of them. */
  readonly forced: ReadonlyMap<number, Generator>;
}

const FAMILIES: Readonly<Record<string, string>> = {
  int2: "number",
  int4: "number",
  int8: "number",
  numeric: "number",
  float4: "number",
  float8: "number",
  money: "number",
  date: "moment",
  timestamp: "moment",
  timestamptz: "moment",
  time: "time",
};

/** Values of a number column stay small, those of a day near. */
const ROUNDS = 1_000;

/** Columns of one kind that have to fit each other often have to ascend: a start and an end, a least and a most. */
export function laddersOf(
  table: TableRow,
  fields: readonly Field[],
  components: readonly Component[],
  carriers: Carriers,
  seed: number,
): Ladders {
  const all = new Map<number, Generator>();
  const forced = new Map<number, Generator>();
  const exclusive = table.uniques
    .filter(({ plain }) => !plain)
    .map(({ columns }) => fields.filter(({ number }) => columns.includes(number)));
  const groups = [
    ...exclusive.map((group) => ({ group, isExclusive: true })),
    ...components.map((component) => ({ group: component.fields, isExclusive: false })),
  ];
  for (const { group, isExclusive } of groups) {
    for (const [family, members] of families(group, table)) {
      if (members.length < 2) continue;
      const counts = isExclusive || members.some(({ number }) => carriers.columns.has(number));
      const salt = saltOf(seed, table.key, family);
      for (const [place, field] of members.entries()) {
        const step: Generator = (row) => `(${counts ? row : hashed(row, salt, ROUNDS)} * ${members.length} + ${place + 1})`;
        if (all.has(field.number)) continue;
        all.set(field.number, step);
        if (isExclusive)
          forced.set(field.number, (row) => encode(field.shape, step(row), { width: null, distinct: true }) ?? "null");
      }
    }
  }
  return { all, forced };
}

function families(group: readonly Field[], table: TableRow): Map<string, Field[]> {
  const refers = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  const found = new Map<string, Field[]>();
  for (const field of group) {
    const bare = undress(field.shape);
    const family = bare.kind === "base" && !refers.has(field.number) ? FAMILIES[bare.name] : undefined;
    if (family !== undefined) found.set(family, [...(found.get(family) ?? []), field]);
  }
  return found;
}
