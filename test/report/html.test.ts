import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../fixtures/assessments/index.js";
import { manyFindings } from "../../fixtures/assessments/many-findings.js";
import type { Assessment } from "../../src/model/assessment.js";
import { htmlText } from "../../src/report/escape/html-text.js";
import { visible } from "../../src/report/escape/visible.js";
import { html } from "../../src/report/html.js";
import { deepPoison } from "./deep-poison.js";
import { everything } from "./everything.js";
import { hostileText } from "./hostile-text.js";
import { readHtml, type Tag } from "./html-reading.js";

const { "many-findings": _long, ...small } = scenarios;
const samples: Readonly<Record<string, Assessment>> = { ...small, everything };

const render = (assessment: Assessment, key = "db/migrations") =>
  html.render(assessment, { color: false, width: 80, limit: null, key, fullReportUrl: null });

const ELEMENTS = new Set(
  "html head meta title body a header p code div h1 h2 h3 ul li details summary dl dt dd span nav main section table caption thead tbody tr th td pre i mark b br svg rect line text footer".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden open tabindex role scope width height rx x y x1 x2 y2 text-anchor".split(
    " ",
  ),
);
/** Attributes that carry text of ours alone, with the forms it takes. */
const OURS: readonly (readonly [string, RegExp])[] = [
  ["href", /^#[a-z-]+$/u],
  ["id", /^[a-z-]+$/u],
  ["class", /^[a-zA-Z ]+$/u],
  ["width", /^[\d.]+%$/u],
  ["x", /^[\d.]+%$/u],
];

function allowed(attribute: string, value: string): boolean {
  return ATTRIBUTES.has(attribute) && OURS.every(([own, form]) => own !== attribute || form.test(value));
}

describe("text of a change in the page", () => {
  test("adds no element and no attribute, and reaches no attribute but a label", () => {
    const input = fc.tuple(
      fc.constantFrom(...Object.keys(samples)),
      fc.array(hostileText, { minLength: 1, maxLength: 40 }),
      hostileText,
    );
    fc.assert(
      fc.property(input, ([name, texts, key]) => {
        let at = 0;
        const poisoned = deepPoison(samples[name] ?? everything, () => `${texts[at++ % texts.length] ?? ""}${at}`);
        const page = render(poisoned, key);
        const { tags } = readHtml(page);
        expect(tags.map(({ name: element }) => element).filter((element) => !ELEMENTS.has(element))).toEqual([]);
        const attributes = tags.filter((tag) => tag.name !== "meta").flatMap((tag) => tag.attributes);
        expect(attributes.filter(([attribute, value]) => !allowed(attribute, value))).toEqual([]);
        expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 120 },
    );
  });

  test("is there to be read", () => {
    const payload = `<img src=x onerror="alert(1)">'</style></script>&lt; \u202etxt.exe`;
    const poisoned = deepPoison(everything, () => payload);
    const { text } = readHtml(render(poisoned));
    expect(text.split(visible(payload)).length).toBeGreaterThan(100);
  });

  test("comes back from its escape as it went in", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = htmlText(text);
        expect(escaped).not.toMatch(/[<>"'`]/u);
        expect(escaped.replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))).toBe(visible(text));
      }),
    );
  });
});

describe("a page without anything but itself", () => {
  const page = render(everything);

  test("names its one style by hash, and allows nothing else", () => {
    const style = /<style>([\s\S]*?)<\/style>/u.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1];
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(style).not.toMatch(/url\(|@import|@font-face|</u);
  });

  test("has no script, no style in an element, and nothing to load", () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)\b/iu);
    expect(page).not.toMatch(/ (?:style|src|srcset|on[a-z]+)=/iu);
  });
});

describe("a page for everybody", () => {
  for (const [name, assessment] of Object.entries({ ...samples, "many findings": manyFindings })) {
    const { tags } = readHtml(render(assessment));

    test(`${name}: headings go down one level at a time, from one h1`, () => {
      const levels = tags.flatMap(({ name: tag }) => (/^h[1-6]$/u.test(tag) ? [Number(tag[1])] : []));
      expect(levels[0]).toBe(1);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [at, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
    });

    test(`${name}: every jump lands, and every id is there once`, () => {
      const ids = tags.flatMap((tag) => attributeOf(tag, "id") ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const tag of tags) {
        const target = attributeOf(tag, "href") ?? `#${attributeOf(tag, "aria-labelledby") ?? ids[0]}`;
        expect(ids).toContain(target.slice(1));
      }
    });

    test(`${name}: every table has a caption and scopes, and scrolls by keyboard`, () => {
      const count = (tag: string) => tags.filter((each) => each.name === tag).length;
      expect(count("caption")).toBe(count("table"));
      expect(tags.filter((tag) => tag.name === "th" && attributeOf(tag, "scope") === null)).toEqual([]);
      expect(tags.filter((tag) => attributeOf(tag, "role") === "region" && attributeOf(tag, "tabindex") === "0").length).toBe(
        count("table"),
      );
    });
  }
});

describe("what a reader finds", () => {
  const { text } = readHtml(render(everything));

  test.each([
    ["the verdict", "Held · CRITICAL risk"],
    ["what must happen", "/migration approve 7c1f09e2"],
    ["a line number of the statement", "ALTER TABLE orders ALTER COLUMN total_cents TYPE bigint"],
    ["a wait that a session of ours went through", "2.4 s"],
    ["the mode of a lock in words", "ACCESS EXCLUSIVE"],
    ["what the change did to rows", "1 inserted, 1,333,336 updated, 3 deleted"],
    ["what going back destroys", "4 rows of table public.invoices"],
    ["the way back that was written", "DROP TABLE invoices;"],
    ["a crash that leaves an index", "leaves an invalid index: public.orders_idx"],
    ["old code that breaks", "column legacy_status does not exist"],
    ["a gap that matters", "its text is made while it runs"],
    ["the reason of an exception", "the service was switched off last week, see ticket #881"],
    ["a size", "1.40 GB"],
  ])("%s", (_, words) => expect(text).toContain(words));

  test("no promise while a gap is open or a statement did not run", () => {
    const stopped = { ...everything, coverage: { ...everything.coverage, executed: 2 } };
    expect(readHtml(render(stopped)).text).toContain("Nothing was proven to stay as it is.");
  });

  test("a table that a statement worked on is in no promise, even where its rows compare equal", () => {
    const kept = { ...everything, rehearsal: everything.rehearsal && { ...everything.rehearsal, rowChanges: [] } };
    expect(readHtml(render(kept)).text).toContain("The rows of 1 table: 200,000 rows.");
  });

  test("nothing rehearsed stands in the heading", () => {
    expect(readHtml(render(scenarios["not-rehearsed"] ?? everything)).text).toMatch(/not rehearsed/u);
  });

  test("500 findings: each is there, and the same number of lanes is not", () => {
    const page = render(manyFindings);
    expect(page.split("wait while this index builds").length).toBeGreaterThan(500);
    expect(page.split('<rect class="track"').length - 1).toBe(30);
    expect(page.length).toBeLessThan(1_500_000);
  });
});

function attributeOf(tag: Tag, name: string): string | null {
  return tag.attributes.find(([own]) => own === name)?.[1] ?? null;
}
