import type { Definition } from "../definitions.js";

export type Change = "same" | "alter" | "replace";

/** What it takes to make `after` what `before` was. */
export function changeOf(before: Definition, after: Definition): Change {
  if (isSame(before, after)) return "same";
  switch (before.kind) {
    case "sequence":
    case "extension":
      return "alter";
    case "enum":
      return relabels(before, after) === null ? "replace" : "alter";
    case "domain":
      return before.facts["base"] === after.facts["base"] ? "alter" : "replace";
    case "column":
      return generatedAlike(before, after) ? "alter" : "replace";
    case "attribute":
      return "alter";
    case "function":
    case "procedure":
      return isReplaceable(before, after) ? "alter" : "replace";
    default:
      return "replace";
  }
}

/** The same catalog entry, or one that reads the same. */
function isSame(before: Definition, after: Definition): boolean {
  return before.text === after.text || (before.key === after.key && before.raw === after.raw && before.raw !== "");
}

function generatedAlike(before: Definition, after: Definition): boolean {
  return before.facts["generated"] === after.facts["generated"] && before.facts["generatedKind"] === after.facts["generatedKind"];
}

/** CREATE OR REPLACE takes no default of an argument away. */
function isReplaceable(before: Definition, after: Definition): boolean {
  return (
    before.facts["signature"] === after.facts["signature"] &&
    Number(before.facts["defaults"]) >= Number(after.facts["defaults"]) &&
    before.name.slice(before.name.indexOf("(")) === after.name.slice(after.name.indexOf("("))
  );
}

/** Old and new names of labels where nothing else about the enum changed; else null. */
export function relabels(before: Definition, after: Definition): readonly (readonly [string, string])[] | null {
  const [then, now] = [labelsOf(before), labelsOf(after)];
  if (then.length !== now.length || then.some(([oid], at) => oid !== now[at]?.[0])) return null;
  return then.flatMap(([, label], at) => {
    const other = now[at]?.[1];
    return other === undefined || other === label ? [] : [[other, label] as const];
  });
}

export function labelsOf({ facts }: Definition): readonly (readonly [string, string])[] {
  const value: unknown = JSON.parse(facts["labels"] ?? "[]");
  return Array.isArray(value)
    ? value.map((pair: unknown) => (Array.isArray(pair) ? [String(pair[0]), String(pair[1])] : ["", ""]))
    : [];
}
