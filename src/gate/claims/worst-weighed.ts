import type { WeighedClaim } from "./weigh-claims.js";

const WORST: readonly WeighedClaim["result"][] = ["contradicted", "open", "nothing-against"];

/** A pull request claims for all of its databases: what one of them contradicts is contradicted. */
export function worstWeighed(lists: readonly (readonly WeighedClaim[])[]): readonly WeighedClaim[] {
  const [first = [], ...others] = lists;
  return first.map((claim, at) => {
    const all = [claim, ...others.flatMap((list) => list[at] ?? [])];
    return all.toSorted((left, right) => WORST.indexOf(left.result) - WORST.indexOf(right.result))[0] ?? claim;
  });
}
