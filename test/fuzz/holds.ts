import fc from "fast-check";
import { test } from "vitest";

/** Cases of each property: few on every push, as many as one likes in a long run (`node bench/fuzz.mjs`). */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 100);
const LONG = RUNS > 1000;

/** A sentence that holds for whatever is drawn. `share` is how much of the runs it takes, as some cases cost more than others. */
export function holds<Drawn extends unknown[]>(
  sentence: string,
  drawn: { readonly [Index in keyof Drawn]: fc.Arbitrary<Drawn[Index]> },
  check: (...drawn: Drawn) => void | Promise<void>,
  share = 1,
): void {
  const numRuns = Math.max(20, Math.round(RUNS * share));
  test(sentence, { timeout: LONG ? 0 : 120_000 }, async () => {
    let cases = 0;
    const seed = process.env["FUZZ_SEED"];
    const property = fc.asyncProperty(fc.tuple(...drawn), async (tuple) => {
      cases += 1;
      // The tuple is made of exactly these arbitraries.
      await check(...(tuple as Drawn));
    });
    await fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) });
    if (LONG) process.stdout.write(`\nfuzz\t${cases}\t${sentence}\n`);
  });
}
