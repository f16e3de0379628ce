import { describe, expect, test } from "vitest";
import { type PullRequestWords, readClaims } from "../../src/gate/claims/read-claims.js";
import { weighClaims } from "../../src/gate/claims/weigh-claims.js";
import { claimsSection } from "../../src/github/claims-section.js";
import type { Finding } from "../../src/model/finding.js";

const read = (words: Partial<PullRequestWords>) => readClaims({ title: "", body: "", labels: [], messages: [], ...words });
const kinds = (words: Partial<PullRequestWords>) => read(words).claims.map(({ kind, level }) => level ?? kind);

describe("claims are what is stated outright", () => {
  test.each<[string, Partial<PullRequestWords>, readonly string[]]>([
    ["a trailer of a commit", { messages: ["Add index\n\nMigration-Risk: low\nZero-downtime: yes"] }, ["low", "no-downtime"]],
    ["a trailer in the description", { body: "Words.\n\nReversible: yes\n" }, ["reversible"]],
    [
      "ticked boxes",
      { body: "- [x] Backwards compatible\n* [X] **No data loss**.\n- [ ] No downtime" },
      ["compatible", "no-data-loss"],
    ],
    ["labels", { labels: ["risk: low", "zero-downtime", "database"] }, ["low", "no-downtime"]],
    ["tags in the title", { title: "Add index [no downtime] (reversible)" }, ["no-downtime", "reversible"]],
    ["the same twice", { labels: ["reversible"], body: "Reversible: yes" }, ["reversible"]],
  ])("%s", (_, words, expected) => {
    expect(kinds(words)).toEqual(expected);
  });

  test.each<[string, Partial<PullRequestWords>]>([
    ["prose", { body: "This should cause no downtime, and it is reversible I think." }],
    ["a negation", { body: "Zero-downtime: no\nReversible: partly\n- [x] not backwards compatible" }],
    ["a box that is not ticked", { body: "- [ ] reversible" }],
    ["code", { body: "```\nReversible: yes\n```\n" }],
    ["a hidden comment of the template", { body: "<!-- write\nReversible: yes\n-->" }],
    ["a quote", { body: "> Reversible: yes" }],
    ["other labels", { labels: ["risk-assessment", "compatible-hardware", "risk: unknown"] }],
    ["a question in the title", { title: "Can this be done without downtime (see below)?" }],
    ["another trailer", { messages: ["x\n\nSigned-off-by: Ann\nReviewed-by: Ben"] }],
  ])("%s claims nothing", (_, words) => {
    expect(kinds(words)).toEqual([]);
  });

  test("purpose and tickets, where a keyword says that they are meant", () => {
    const said = read({
      title: "SHOP-12: speed up orders",
      body: "Fixes #31, #32. UTF-8 and SHA-256 are no tickets.\nRefs: DBA-7",
    });
    expect(said.purpose).toBe("SHOP-12: speed up orders");
    expect(said.tickets).toEqual(["SHOP-12", "#31", "#32", "DBA-7"]);
  });
});

describe("beside the evidence", () => {
  const finding = (more: Partial<Finding>) =>
    ({ severity: "error", evidence: "confirmed", direction: "up", rule: "some-rule", message: "It does.", ...more }) as Finding;
  const weigh = (label: string, findings: readonly Finding[], more: object = {}) => {
    const evidence = {
      verdict: { decision: "hold", risk: "high" },
      rehearsal: {},
      history: { proposed: ["1"] },
      findings,
      ...more,
    };
    return weighClaims(read({ labels: [label] }).claims, evidence as unknown as Parameters<typeof weighClaims>[1])[0];
  };

  test.each<[string, string, Finding, string]>([
    ["seen blocking", "no-downtime", finding({ hazard: "blocks-writes" }), "contradicted"],
    ["predicted blocking", "no-downtime", finding({ hazard: "blocks-writes", evidence: "predicted" }), "open"],
    ["refuted blocking", "no-downtime", finding({ hazard: "blocks-writes", evidence: "refuted" }), "nothing-against"],
    ["a mere warning", "no-downtime", finding({ hazard: "blocks-writes", severity: "warning" }), "nothing-against"],
    ["a way back that failed", "reversible", finding({ hazard: "cannot-run", direction: "down" }), "contradicted"],
    [
      "no way back at all",
      "reversible",
      finding({ rule: "down-missing", severity: "warning", evidence: "observed" }),
      "contradicted",
    ],
    [
      "an old query that broke",
      "backwards-compatible",
      finding({ hazard: "breaks-old-code", rule: "old-query-breaks" }),
      "contradicted",
    ],
    [
      "a column gone that nobody was seen to read",
      "backwards-compatible",
      finding({ hazard: "breaks-old-code", rule: "drop-column" }),
      "open",
    ],
    ["rows gone", "no-data-loss", finding({ hazard: "data-loss" }), "contradicted"],
    ["rows gone on the way back only", "no-data-loss", finding({ hazard: "data-loss", direction: "down" }), "nothing-against"],
  ])("%s", (_, label, found, result) => {
    expect(weigh(label, [found])?.result).toBe(result);
  });

  test("a risk claimed too low is contradicted, one that cannot be told is left open", () => {
    expect(weigh("risk: low", [])).toMatchObject({ result: "contradicted", because: "the risk is high" });
    expect(weigh("risk: high", [])?.result).toBe("nothing-against");
    expect(weigh("risk: low", [], { verdict: { decision: "cannot-judge", risk: "high" } })?.result).toBe("open");
  });

  test("what was not rehearsed proves nothing, and no migration needs no claim", () => {
    expect(weigh("reversible", [], { rehearsal: null })?.result).toBe("open");
    expect(weigh("reversible", [], { history: { proposed: [] } })).toBeUndefined();
  });

  test("the section is told only where something is claimed, and renders nothing of what was written", () => {
    const said = read({ title: "A-1", messages: ["x\n\nMigration-Risk: low"] });
    const weighed = weigh("reversible", [finding({ rule: "down-missing", message: "`m` <img> @all has no way back." })]);
    expect(claimsSection(said, [])).toBeNull();
    const section = claimsSection(said, weighed === undefined ? [] : [weighed]) ?? "";
    expect(section).toContain("The evidence contradicts a claim");
    expect(section).not.toContain("<img>");
    expect(section).toContain("`@all`");
  });
});
