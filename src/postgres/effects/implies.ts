import { type SimpleBound, simpleBound, takes } from "../partition-values.js";
import { type Condition, conditionOn, type Sign } from "./condition-on.js";

/**
 * Does a CHECK over the partition key leave no row that the bound does not take, NULL aside, so that Postgres can prove it
 * without reading (predicate_implied_by in predtest.c)? Known is what `conditionOn` reads; anything else implies nothing.
 * @param ordered whether constants of the column's type can be put in order by their text.
 */
export function implies(checks: readonly string[], column: string, bound: string, ordered: boolean): boolean {
  const wanted = simpleBound(bound);
  if (wanted === null) return false;
  const all: Condition = { kind: "all", parts: checks.map((check) => conditionOn(column, check)) };
  return endsOf(wanted).every((end) => keepsTo(all, end, ordered));
}

/** Either end of a range may be implied by a part of its own. */
function endsOf(wanted: SimpleBound): readonly SimpleBound[] {
  if (wanted.kind === "list") return [wanted];
  const { from, to } = wanted;
  return [
    ...(from === null ? [] : [{ kind: "range", from, to: null } as const]),
    ...(to === null ? [] : [{ kind: "range", from: null, to } as const]),
  ];
}

function keepsTo(condition: Condition, wanted: SimpleBound, ordered: boolean): boolean {
  switch (condition.kind) {
    case "any":
      return condition.parts.every((part) => keepsTo(part, wanted, ordered));
    case "all":
      return condition.parts.some((part) => keepsTo(part, wanted, ordered));
    case "comparison":
      return within(condition.sign, condition.values, wanted, ordered);
    default:
      return false;
  }
}

function within(sign: Sign, values: readonly string[], wanted: SimpleBound, ordered: boolean): boolean {
  const [value] = values;
  if (wanted.kind === "list") return sign === "in" && values.every((each) => takes(wanted, each) === true);
  if (value === undefined || sign === "not in") return false;
  // The bound's own limit, whatever its type.
  if (sign.startsWith(">") && value === wanted.from) return true;
  if (sign === "<" && value === wanted.to) return true;
  if (!ordered) return false;
  if (sign === "in") return values.every((each) => takes(wanted, each) === true);
  if (sign.startsWith(">")) return wanted.to === null && takes(wanted, value) === true;
  if (wanted.from !== null || wanted.to === null) return false;
  return sign === "<" ? takes({ kind: "range", from: value, to: null }, wanted.to) === true : takes(wanted, value) === true;
}
