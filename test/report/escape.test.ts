import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionsLog } from "../../src/report/escape/actions-log.js";
import { markdownCode } from "../../src/report/escape/markdown-code.js";
import { markdownFence } from "../../src/report/escape/markdown-fence.js";
import { markdownProse } from "../../src/report/escape/markdown-prose.js";
import { mermaidLabel } from "../../src/report/escape/mermaid-label.js";
import { terminalProse } from "../../src/report/escape/terminal-prose.js";
import { visible } from "../../src/report/escape/visible.js";
import { hostileText } from "./hostile-text.js";
import { bareText, unsafeBare } from "./markdown-reading.js";

function holds(property: (text: string) => unknown): void {
  const check = (text: string) => {
    property(text);
  };
  fc.assert(fc.property(hostileText, check), { numRuns: 2_000 });
}

describe("whatever a change says", () => {
  test("prose stays one line and holds no tag, mention, reference, link, formula, pipe or marker", () => {
    holds((text) => {
      const prose = markdownProse(text);
      expect(prose).not.toMatch(/[\n\r]/u);
      expect(unsafeBare(bareText(prose))).toBeNull();
      expect(prose).not.toContain("<!--");
    });
  });

  test("prose begins no list, heading, quote, fence or rule", () => {
    holds((text) => expect(markdownProse(text)).not.toMatch(/^(?:\d+[.)]|[-+=#>]|~~~|```|\s)/u));
  });

  test("a code span is closed only by its own end and splits no table cell", () => {
    holds((text) => {
      const code = markdownCode(text);
      expect(code).toMatch(/^(?:`[^`|\n\r]+`|<code>[^<>`|\n\r]*<\/code>)$/u);
      expect(code).not.toMatch(/<!--|-->/u);
    });
  });

  test("no line of a fence closes it, and no marker stands in it", () => {
    holds((text) => {
      const lines = markdownFence(text, "sql").split("\n");
      const fence = lines[0]?.replace("sql", "") ?? "";
      expect(fence).toMatch(/^`{3,}$/u);
      expect(lines.at(-1)).toBe(fence);
      for (const line of lines.slice(1, -1)) expect(/^ {0,3}(`+)\s*$/u.exec(line)?.[1]?.length ?? 0).toBeLessThan(fence.length);
      expect(lines.join("\n")).not.toMatch(/<!--\s*migration-gate/iu);
    });
  });

  test("a Mermaid label ends no line and opens no directive", () => {
    holds((text) => expect(mermaidLabel(text, 30)).toMatch(/^[\p{L}\p{N}_. …]{1,30}$/u));
  });

  test("a terminal sees no control, no reordering and one line", () => {
    holds((text) => expect(terminalProse(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u));
  });

  test("the log of a step sees no command", () => {
    holds((text) => {
      for (const line of actionsLog(text).split(/[\n\r\u2028\u2029]/u)) {
        expect(
          line
            .replace(/\p{Cc}\[[\d;]*m/gu, "")
            .trim()
            .startsWith("::"),
        ).toBe(false);
        expect(line).not.toContain("##[");
      }
    });
  });
});

describe("what stays readable", () => {
  test.each([
    ["Writes to `orders` wait.", "Writes to `orders` wait."],
    ["ask @octocat about #12", "ask `@octocat` about `#12`"],
    ["a < b && c", "a &lt; b &amp;&amp; c"],
    ["user_id *twice*", "user\\_id \\*twice\\*"],
    ["see https://example.invalid/x", "see `https://example.invalid/x`"],
    ["1. not a list", "1\\. not a list"],
    ["fixed in 9fceb02d0ae5", "fixed in `9fceb02d0ae5`"],
    ["2000000 rows", "2000000 rows"],
  ])("%j as prose", (text, prose) => expect(markdownProse(text)).toBe(prose));

  test.each([
    ["orders", "`orders`"],
    ["a|b", "<code>a&#124;b</code>"],
    ["", "`(empty)`"],
    ["abc\u202edef", "<code>abc&#92;u202edef</code>"],
  ])("%j as code", (text, code) => expect(markdownCode(text)).toBe(code));

  test("hidden characters show their number; tabs, line feeds and ordinary letters stay", () => {
    expect(visible("a\u202eb\u0000c\u{e0041}\td\r\né表🙂")).toBe("a\\u202eb\\u0000c\\u{e0041}\td\né表🙂");
  });

  test.each([
    ["::warning::x", ": :warning::x"],
    ["a\n  ::set-output name=b::c", "a\n  : :set-output name=b::c"],
    ["select 1::text", "select 1::text"],
    ["x ##[group]y", "x # #[group]y"],
    ["\u001b[1m::stop-commands::x", "\u001b[1m: :stop-commands::x"],
  ])("%j in a log", (text, log) => expect(actionsLog(text)).toBe(log));
});
