import { numberValues } from "./number-values.js";
import { GUESSES, otherValues } from "./other-values.js";
import { type Shape, undress } from "./shape.js";
import { textValues } from "./text-values.js";
import { timeValues } from "./time-values.js";
import { type Value, type Values, value } from "./value.js";

/** What a column of this type can be given, before anybody asks whether the checks of the table allow it. */
export function valuesOf(shape: Shape, versionNumber: number): Values {
  switch (shape.kind) {
    case "base":
      return baseValues(shape, versionNumber);
    case "domain":
      return valuesOf(shape.base, versionNumber);
    case "enum":
      return {
        tame: shape.labels,
        awkward: shape.labels.map((label) => value(label, null)),
        distinct: (at) => shape.labels[at] ?? null,
      };
    case "array":
      return arrayValues(valuesOf(shape.element, versionNumber), delimiterOf(shape.element));
    case "composite":
      return compositeValues(shape.attributes.map((attribute) => valuesOf(attribute, versionNumber)));
    case "range":
      return rangeValues(valuesOf(shape.bound, versionNumber));
    case "multirange":
      return multirangeValues(valuesOf(shape.range, versionNumber));
  }
}

/** A type whose values can only be guessed: every one of them has to be tried. */
export function isGuessed(shape: Shape, versionNumber: number): boolean {
  return shape.kind === "base" && known(shape, versionNumber) === null;
}

function baseValues(shape: Shape & { readonly kind: "base" }, versionNumber: number): Values {
  return known(shape, versionNumber) ?? { tame: GUESSES, awkward: [], distinct: () => null };
}

function known({ name, modifier, sql }: Shape & { readonly kind: "base" }, versionNumber: number): Values | null {
  return (
    numberValues(name, modifier, versionNumber) ??
    textValues(name, modifier) ??
    timeValues(name, versionNumber) ??
    otherValues(name, modifier, sql)
  );
}

/** Boxes have commas themselves (`typdelim` in pg_type). */
function delimiterOf(element: Shape): string {
  const bare = undress(element);
  return bare.kind === "base" && bare.name === "box" ? ";" : ",";
}

function arrayValues({ tame, awkward, distinct }: Values, delimiter: string): Values {
  const [first = ""] = tame;
  const array = (elements: readonly (string | null)[]) => arrayText(elements, delimiter);
  return {
    tame: ["{}", array([first])],
    awkward: [
      value("{}", "empty array"),
      value("{NULL}", "NULL in an array"),
      value(array([first, first]), "same element twice"),
      ...awkward.slice(0, 2).map(({ text, what }): Value => value(array([text]), what)),
    ],
    distinct: (at) => {
      const element = distinct(at);
      return element === null ? array(Array.from({ length: at + 3 }, () => first)) : array([element]);
    },
  };
}

function compositeValues(parts: readonly Values[]): Values {
  const row = (part: (values: Values) => string | null) => composite(parts.map(part));
  return {
    tame: [row(({ tame }) => tame[0] ?? null)],
    awkward: [
      value(
        row(() => null),
        "nothing but NULL",
      ),
      value(
        row(({ awkward, tame }) => awkward[0]?.text ?? tame[0] ?? null),
        "extremes",
      ),
    ],
    distinct: (at) => row(({ distinct, tame }) => distinct(at) ?? tame[0] ?? null),
  };
}

/** Bounds that follow each other: one range ends before the next one begins. */
function rangeValues({ distinct }: Values): Values {
  const range = (at: number) => {
    const [from, to] = [distinct(at * 2), distinct(at * 2 + 1)];
    if (from === null || to === null) return null;
    return `[${[from, to].map(inQuotes).join(",")})`;
  };
  const first = range(0);
  return {
    tame: first === null ? ["empty"] : [first, "(,)"],
    awkward: [value("empty", "empty range"), value("(,)", "range without bounds")],
    distinct: (at) => range(at + 1),
  };
}

function multirangeValues({ tame, distinct }: Values): Values {
  return {
    tame: tame.map((text) => `{${text === "empty" ? "" : text}}`),
    awkward: [value("{}", "empty multirange"), value("{(,)}", "range without bounds")],
    distinct: (at) => {
      const range = distinct(at);
      return range === null ? null : `{${range}}`;
    },
  };
}

/** An array's text: every element in quotes, so that none is read as NULL or as a brace. */
export function arrayText(elements: readonly (string | null)[], delimiter = ","): string {
  return `{${elements.map((element) => (element === null ? "NULL" : inQuotes(element))).join(delimiter)}}`;
}

function composite(fields: readonly (string | null)[]): string {
  return `(${fields.map((field) => (field === null ? "" : inQuotes(field))).join(",")})`;
}

function inQuotes(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
