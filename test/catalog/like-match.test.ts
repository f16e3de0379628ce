import fc from "fast-check";
import { expect, test } from "vitest";
import { likeMatch } from "../../src/catalog/like-match.js";

const letters = fc.constantFrom("a", "b", "é", "😀", "\n");

test("LIKE takes what its pattern says, as a regular expression would tell it", () => {
  const text = fc.array(letters, { maxLength: 8 }).map((each) => each.join(""));
  const pattern = fc.array(fc.oneof(letters, fc.constantFrom("%", "_")), { maxLength: 6 }).map((each) => each.join(""));
  fc.assert(
    fc.property(text, pattern, (own, like) => {
      const same = new RegExp(`^${like.replaceAll("%", "[^]*").replaceAll("_", "[^]")}$`, "u");
      expect(likeMatch(own, like)).toBe(same.test(own));
    }),
    { numRuns: 2_000 },
  );
});

test("a pattern made to be slow is answered, or given up", () => {
  expect(likeMatch("a".repeat(1_000), `${"%a".repeat(40)}%b`)).toBe(false);
  expect(likeMatch("a".repeat(100_000), "%a".repeat(100_000))).toBeNull();
});
