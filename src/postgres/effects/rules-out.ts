import { overlap, type SimpleBound, simpleBound, takes } from "../partition-values.js";
import { type Condition, conditionOn, type Sign } from "./condition-on.js";

/**
 * Does a condition over the partition key rule out every row of a bound, so that Postgres can prove it without reading
 * (predicate_refuted_by in predtest.c)? Known are comparisons of the key with constants, joined by AND, OR and NOT; anything else rules out nothing.
 * @param ordered whether constants of the column's type can be put in order by their text.
 */
export function rulesOut(condition: string, column: string, bound: string, ordered: boolean): boolean {
  const wanted = simpleBound(bound);
  if (wanted === null || (wanted.kind === "range" && !ordered)) return false;
  // One value of a list may be ruled out by this part of the condition, the next one by another.
  const each: readonly SimpleBound[] =
    wanted.kind === "list" ? wanted.values.map((value) => ({ kind: "list", values: [value] })) : [wanted];
  const read = conditionOn(column, condition);
  return each.every((one) => excludes(read, one, ordered));
}

function excludes(condition: Condition, wanted: SimpleBound, ordered: boolean): boolean {
  switch (condition.kind) {
    case "any":
      // NULL is in no bound of a single column, but for a list that names it, and that has no comparison to rule it out.
      return condition.parts.every((part) => part.kind === "null" || excludes(part, wanted, ordered));
    case "all":
      return condition.parts.some((part) => excludes(part, wanted, ordered));
    case "comparison":
      return apart(condition.sign, condition.values, wanted, ordered);
    default:
      return false;
  }
}

function apart(sign: Sign, values: readonly string[], wanted: SimpleBound, ordered: boolean): boolean {
  if (sign === "in") return values.every((value) => takes(wanted, value) === false);
  if (wanted.kind === "list")
    return wanted.values.every((own) =>
      own === null
        ? false
        : sign === "not in"
          ? values.includes(own)
          : ordered && values.every((value) => fails(own, sign, value)),
    );
  const [value] = values;
  if (value === undefined || sign === "not in") return false;
  if (sign.startsWith(">")) return overlap({ kind: "range", from: value, to: null }, wanted) === false;
  return overlap({ kind: "range", from: null, to: value }, wanted) === false && (sign === "<" || takes(wanted, value) === false);
}

/** Is the comparison known to be false of the value? */
function fails(own: string, sign: string, value: string): boolean {
  const atLeast = takes({ kind: "range", from: value, to: null }, own);
  const atMost = takes({ kind: "range", from: own, to: null }, value);
  if (atLeast === null || atMost === null) return false;
  const same = atLeast && atMost;
  return sign.startsWith(">") ? !atLeast || (same && sign === ">") : !atMost || (same && sign === "<");
}
