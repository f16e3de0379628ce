import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cannotJudge } from "../../fixtures/assessments/cannot-judge.js";
import { held } from "../../fixtures/assessments/held.js";
import { scenarios } from "../../fixtures/assessments/index.js";
import { rollbackLosesData } from "../../fixtures/assessments/rollback-loses-data.js";
import { safe } from "../../fixtures/assessments/safe.js";
import { warned } from "../../fixtures/assessments/warned.js";
import type { Assessment } from "../../src/model/assessment.js";
import type { Finding } from "../../src/model/finding.js";
import { sarif } from "../../src/report/sarif.js";
import { deepPoison } from "./deep-poison.js";
import { everything } from "./everything.js";
import { hostileText } from "./hostile-text.js";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: Physical }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
  readonly fixes?: readonly { readonly artifactChanges: readonly unknown[] }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Physical {
  readonly artifactLocation: { readonly uri: string };
  readonly region: Readonly<Record<string, number>>;
}

interface Rule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly properties: { readonly tags: readonly string[] };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly results: readonly Result[];
}

const ajv = new Ajv({ strict: false });
ajvFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync("fixtures/sarif/schema-2.1.0.json", "utf8")) as object);

function runOf(assessment: Assessment, key = "db/migrations"): Run {
  const text = sarif.render(assessment, { color: false, width: 80, limit: null, key, fullReportUrl: null });
  const log = JSON.parse(text) as { runs: [Run] };
  expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 5))).toBe(true);
  return log.runs[0];
}

const first = (assessment: Assessment) => runOf(assessment).results[0];
const edited = (given: Partial<Finding>): Assessment => ({
  ...held,
  findings: held.findings.map((finding, at) => (at === 0 ? { ...finding, ...given } : finding)),
});

describe("any assessment", () => {
  for (const [name, assessment] of Object.entries({ ...scenarios, everything })) {
    test(`${name} is SARIF 2.1.0 within GitHub's limits`, () => {
      const { results, tool } = runOf(assessment);
      const { rules } = tool.driver;
      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      for (const { help, shortDescription, fullDescription, properties } of rules) {
        expect(help.markdown).not.toBe("");
        expect(Math.max(shortDescription.text.length, fullDescription.text.length)).toBeLessThanOrEqual(1_024);
        expect(properties.tags.length).toBeLessThanOrEqual(10);
      }
      for (const { ruleId, ruleIndex, locations } of results) {
        expect(rules[ruleIndex]?.id).toBe(ruleId);
        expect(locations).toHaveLength(1);
      }
      const prints = results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
      expect(new Set(prints).size).toBe(results.length);
    });
  }

  test("stays SARIF whatever the names are, and every path stays a path of the repository", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 20 }), hostileText, (texts, key) => {
        let at = 0;
        const { results } = runOf(
          deepPoison(everything, () => `${texts[at++ % texts.length] ?? ""}${at}`),
          key,
        );
        for (const { locations, message } of results) {
          const { uri } = locations[0]?.physicalLocation.artifactLocation ?? { uri: ":" };
          expect(new URL(uri, "https://example.invalid/root/").origin).toBe("https://example.invalid");
          expect(message.text).not.toMatch(/\{\d+\}|\]\(|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("25,000 results at most, the gravest kept", () => {
    const [error, ...others] = held.findings;
    if (error === undefined) throw new Error("no finding");
    const many = Array.from({ length: 25_001 }, (_, at) => ({ ...error, severity: "info" as const, id: `${error.id} ${at}` }));
    const { results } = runOf({ ...held, findings: [...many, ...others] });
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ level }) => level === "error")).toHaveLength(
      others.filter(({ severity }) => severity === "error").length,
    );
  });
});

describe("a finding", () => {
  test("is where it stands, in lines and columns, and says what was seen and what to do", () => {
    const result = runOf(held).results.find(({ ruleId }) => ruleId === "column-type-rewrite");
    expect(result?.level).toBe("error");
    expect(result?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: "db/migrations/20261121_order_fulfilment.up.sql" },
      region: { startLine: 5, startColumn: 20, endLine: 5, endColumn: 56 },
    });
    expect(result?.message.text).toContain(
      "Seen: storage of orders was replaced; 2,000,000 rows read. Instead: Add a bigint column",
    );
    expect(result?.properties).toMatchObject({ evidence: "confirmed", hazard: "blocks-reads", fixVerified: true });
  });

  test("has its rule's page as help", () => {
    const rule = runOf(held).tool.driver.rules.find(({ id }) => id === "create-index-blocks-writes");
    expect(rule?.help.markdown).toContain("## What to do instead");
  });

  test("keeps its fingerprint when it moves to another line", () => {
    const [moved] = held.findings;
    if (moved === undefined) throw new Error("no finding");
    const place = { ...moved.place, line: moved.place.line + 40, endLine: moved.place.endLine + 40 };
    const print = (assessment: Assessment) =>
      runOf(assessment).results.find(({ ruleId }) => ruleId === moved.rule)?.partialFingerprints["primaryLocationLineHash"];
    expect(print(edited({ place }))).toBe(print(held));
  });

  test("is suppressed with its reason where a comment in the SQL allows it", () => {
    const suppressed = runOf(rollbackLosesData).results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed.map(({ suppressions }) => suppressions?.[0])).toEqual([
      { kind: "inSource", status: "accepted", justification: "the service was switched off last week, see ticket #881" },
    ]);
  });

  test("brings its local edits as a fix", () => {
    const place = held.findings[3]?.place;
    if (place === undefined) throw new Error("no place");
    const fix = { sql: "x", verified: true, edits: [{ place, replacement: "CREATE INDEX CONCURRENTLY a ON orders (b)" }] };
    expect(runOf(edited({ fix })).results.flatMap(({ fixes }) => fixes ?? [])).toMatchObject([
      {
        description: { text: expect.stringContaining("Checked") },
        artifactChanges: [
          {
            artifactLocation: { uri: place.file },
            replacements: [
              {
                deletedRegion: { startLine: place.line, startColumn: place.column },
                insertedContent: { text: "CREATE INDEX CONCURRENTLY a ON orders (b)" },
              },
            ],
          },
        ],
      },
    ]);
  });

  test("that the rehearsal refuted is no result", () => {
    const refuted = held.findings.map((finding) => ({ ...finding, evidence: "refuted" as const }));
    expect(runOf({ ...held, findings: refuted }).results).toEqual([]);
  });
});

describe("the run", () => {
  test("has a category of its own for each key", () => {
    expect(runOf(held, "billing").automationDetails.id).toBe("migration-gate/billing/");
  });

  test("that cannot judge is no success and no empty list", () => {
    const { results, invocations } = runOf(cannotJudge);
    expect(invocations[0]?.executionSuccessful).toBe(false);
    expect(results.filter(({ ruleId, level }) => ruleId === "not-seen" && level === "error").length).toBeGreaterThan(0);
  });

  test("without findings is empty and a success", () => {
    expect(runOf(safe)).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
    expect(first(warned)?.level).toBe("warning");
  });
});
