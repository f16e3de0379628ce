import { describe, expect, test } from "vitest";
import { dark, light, type Palette } from "../../src/report/html/palette.js";

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["ground", "surface", "sunken"] as const;
const STATES = ["good", "warn", "bad", "open"] as const;
const TEXTS: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ...GROUNDS.flatMap((ground) => (["text", "quiet", "link"] as const).map((text) => [text, ground] as const)),
  ...STATES.flatMap((state) => ([state, "text", "quiet", "link"] as const).map((text) => [text, `${state}Ground`] as const)),
  ["text", "marked"],
];
const MARKS: readonly (readonly [keyof Palette, keyof Palette])[] = (
  ["barReads", "barWrites", "barOther", "quiet"] as const
).flatMap((bar) => (["surface", "sunken"] as const).map((ground) => [bar, ground] as const));

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_, palette) => {
  test.each(TEXTS)("%s can be read on %s", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(MARKS)("%s can be told from %s", (mark, ground) => {
    expect(contrast(palette[mark], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});
