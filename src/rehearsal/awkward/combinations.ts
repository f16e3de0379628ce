/**
 * Combinations of one value of each list, as far as `most`: first each value next to the first of the others and next
 * to the second of the others, so that each is seen, then the nearest to the beginning of all lists.
 */
export function combinations<T>(lists: readonly (readonly T[])[], most: number): T[][] {
  const seen = new Set<string>();
  const found: T[][] = [];
  for (const indexes of candidates(lists.map((list) => list.length))) {
    if (found.length >= most) break;
    const key = indexes.join();
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(indexes.flatMap((index, at) => lists[at]?.slice(index, index + 1) ?? []));
  }
  return found;
}

function* candidates(sizes: readonly number[]): Generator<number[]> {
  if (sizes.length === 0 || sizes.includes(0)) return;
  for (const others of [0, 1]) {
    for (const [at, size] of sizes.entries()) {
      for (let index = 0; index < size; index++)
        yield sizes.map((limit, other) => (other === at ? index : Math.min(others, limit - 1)));
    }
  }
  const highest = sizes.reduce((sum, size) => sum + size - 1, 0);
  for (let sum = 0; sum <= highest; sum++) yield* withSum(sizes, sum);
}

function* withSum(sizes: readonly number[], sum: number): Generator<number[]> {
  const [size = 1, ...rest] = sizes;
  if (rest.length === 0) {
    if (sum < size) yield [sum];
    return;
  }
  for (let index = 0; index < size && index <= sum; index++) {
    for (const others of withSum(rest, sum - index)) yield [index, ...others];
  }
}
