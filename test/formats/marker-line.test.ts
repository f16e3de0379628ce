import fc from "fast-check";
import { expect, test } from "vitest";
import { markerLine } from "../../src/formats/marker-line.js";

test("a marker is found where node-pg-migrate's own pattern finds it, or on the first line of blanks after that", () => {
  const piece = fc.constantFrom(
    "-",
    "--",
    " ",
    "\n",
    "\t",
    "up",
    "Up",
    "down",
    "migration",
    " Migration",
    "x",
    "-- Up Migration\n",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.constantFrom("up" as const, "down" as const), (pieces, direction) => {
      const text = pieces.join("");
      const own = text.search(new RegExp(`^\\s*--[\\s-]*${direction}\\s+migration`, "imu"));
      const found = markerLine(text, direction);
      expect(found < 0).toBe(own < 0);
      expect(text.slice(own, Math.max(own, found)).trim()).toBe("");
      expect(found).toBeGreaterThanOrEqual(own);
    }),
    { numRuns: 2_000 },
  );
});
