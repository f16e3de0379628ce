import { type Value, type Values, value } from "./value.js";

/** Text without a limit is as long as this: longer than the 255 of other databases, short enough for any index. */
const LONG = 300;
/** Longer texts only cost time. */
const LONGEST = 10_000;
const TAME = "Alpha";
/** What applications keep in texts and checks ask for. */
const COMMON = [
  "a",
  "alpha",
  "A1",
  "1",
  "2024-02-29",
  "a-b",
  "alpha@example.com",
  "https://example.com/a",
  "/a/b",
  "+15555550100",
  "192.0.2.1",
  "US",
  "en",
  "USD",
  "{}",
  "aaaaaaaa-0000-4000-8000-000000000001",
  `0x${"a".repeat(40)}`,
  "a".repeat(64),
];

/** Values of text types; null for any other. */
export function textValues(type: string, modifier: number): Values | null {
  switch (type) {
    case "text":
    case "citext":
      return limited(null, false);
    case "varchar":
      // The typmod of the character types is their length and 4 (varchar.c).
      return limited(modifier < 4 ? null : modifier - 4, false);
    case "bpchar":
      return limited(modifier < 4 ? null : modifier - 4, true);
    case "name":
      return limited(63, false);
    case "char":
      return {
        tame: ["a", "b"],
        awkward: [value("", "empty text")],
        distinct: (at) => (at < 26 ? String.fromCharCode(97 + at) : null),
      };
    default:
      return null;
  }
}

function limited(limit: number | null, padded: boolean): Values {
  const cut = (text: string) => (limit === null ? text : [...text].slice(0, limit).join(""));
  const fits = (text: string) => limit === null || [...text].length <= limit;
  const length = Math.min(limit ?? LONG, LONGEST);
  const longest = limit === null || limit > LONGEST ? `text of ${length} characters` : "longest text";
  const variants: Value[] = [
    value("x".repeat(length), longest),
    value("", "empty text"),
    value(cut("Żółć 漢字 🐘"), "non-ASCII text"),
    value(cut("not a number"), "text that is no number, date or JSON"),
    value(cut(TAME.toUpperCase()), "text that differs only in case"),
    ...(padded || !fits(`${TAME} `) ? [] : [value(`${TAME} `, "text with a trailing blank")]),
    ...(fits("O'Brien \"\\%") ? [value("O'Brien \"\\%", "text with quotes")] : []),
  ];
  return { tame: [cut(TAME), ...COMMON.filter(fits)], awkward: variants, distinct: (at) => distinctText(at, limit) };
}

function distinctText(at: number, limit: number | null): string | null {
  // No blank: what takes names (ltree, identifiers, paths) reads it, too.
  const spoken = `awkward_${at}`;
  if (limit === null || spoken.length <= limit) return spoken;
  const short = at.toString(36);
  return short.length <= limit ? short.padStart(limit, "q") : null;
}
