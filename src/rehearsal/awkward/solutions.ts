import { quoted } from "../quoted.js";
import type { Carriers } from "./carriers.js";
import type { Chosen } from "./choose-parents.js";
import { combinations } from "./combinations.js";
import type { Component } from "./components.js";
import type { Field } from "./fields.js";
import type { FillRequest } from "./fill-function.js";
import { suggestions } from "./suggestions.js";

/** Combinations that the server is asked about, for each component. */
const MOST = 600;
const CANDIDATES = 64;
const VARIANTS = 24;
/** Solutions that are kept. */
const KEPT = 24;

type Test = FillRequest["tests"][number];

/** What to ask the server for a component. `parents` are values that a column may refer to, where it refers to anything. */
export function testOf(
  { fields, expression, derived, literals }: Component,
  carriers: Carriers,
  parents: ReadonlyMap<number, readonly (string | null)[]>,
  offset: number,
  isPartition: boolean,
): Test {
  const candidates = fields.map((field) => {
    const referred = parents.get(field.number);
    const nothing = field.nullable ? [null] : [];
    if (referred !== undefined) return [...referred.slice(0, 6), ...nothing];
    const { tame, awkward, distinct } = field.values;
    const isVaried = carriers.columns.has(field.number) || isPartition;
    const variants = isVaried ? Array.from({ length: VARIANTS }, (_, at) => distinct(offset + at)) : [];
    const others = [...suggestions(field.shape, literals), ...tame.slice(1), ...awkward.map(({ text }) => text)];
    const known = variants.filter((text) => text !== null);
    const first = field.handedOut ? known : [...tame.slice(0, 1), ...nothing];
    return [...new Set([...first, ...others.slice(0, CANDIDATES - VARIANTS), ...known, ...nothing])];
  });
  return {
    expression,
    derived,
    columns: fields.map(({ name, type }) => ({ name: quoted(name), type })),
    combinations: combinations<string | null>(candidates, MOST),
  };
}

/** Few of the combinations that the server took, such that together they show what is worth showing, the tamest first. */
export function solutionsOf(
  component: Component,
  carriers: Carriers,
  test: Test,
  taken: readonly number[],
  size: "full" | "few" | "tame",
): Chosen[] {
  // A check holds for NULL as well, but a NULL is something to remark on.
  const nulls = (index: number) => test.combinations[index]?.filter((text) => text === null).length ?? 0;
  const order = size === "tame" ? taken.toSorted((a, b) => nulls(a) - nulls(b)) : taken;
  const shown = new Set<string>();
  const used = new Set<string>();
  const found: Chosen[] = [];
  for (const index of order) {
    const entries = component.fields.map((field, at) => ({ field, text: test.combinations[index]?.[at] ?? null }));
    const keys = entries.filter(({ field }) => carriers.columns.has(field.number)).map((entry) => keyOf(entry));
    if (keys.some((key) => used.has(key))) continue;
    const fresh = entries
      .filter((entry) => isWorthShowing(entry, component))
      .map(keyOf)
      .filter((key) => !shown.has(key));
    if (found.length > 0 && fresh.length === 0 && keys.length === 0) continue;
    for (const key of fresh) shown.add(key);
    for (const key of keys) used.add(key);
    found.push(new Map(entries.map(({ field, text }) => [field.number, text])));
    if (found.length >= KEPT) break;
  }
  return found;
}

interface Entry {
  readonly field: Field;
  readonly text: string | null;
}

function isWorthShowing({ field, text }: Entry, { literals }: Component): boolean {
  return text === null || literals.texts.includes(text) || field.values.awkward.some((value) => value.text === text);
}

function keyOf({ field, text }: Entry): string {
  return text === null ? `${field.number}` : `${field.number}:${text}`;
}
