import { beforeAll, describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { judgeCommands } from "./judge-commands.js";

describe("a proposal system, by the team's own command", () => {
  let assessment: Assessment;
  beforeAll(async () => {
    assessment = await judgeCommands({
      base: "fixtures/scenarios/proposal-system/base",
      head: "fixtures/scenarios/proposal-system/head",
      settings: {
        seed: ["seed.sql"],
        command: {
          up: "node migrate.mjs up",
          down: "node migrate.mjs down",
          backfill: ["node scripts/backfill.mjs"],
        },
      },
    });
  });
  const found = (rule: string) => assessment.findings.filter((finding) => finding.rule === rule);

  test("what is judged is what the tool sent, under its own file", () => {
    expect(assessment.history.proposed).toEqual(["0002_proposals", "node scripts/backfill.mjs"]);
    expect(assessment.rehearsal?.outcome).toBe("completed");
    expect(assessment.rehearsal?.worldProblems).toEqual([]);
    const [up] = assessment.migrations;
    expect(up?.up.file).toBe("migrations/0002_proposals.mjs");
    expect(up?.up.statements.map(({ text }) => text).join("; ")).not.toMatch(/schema_migrations/u);
  });

  test("the references block the tables that hold rows", () => {
    const locked = found("foreign-key-locks-parent").filter(({ evidence }) => evidence === "confirmed");
    expect(locked.map(({ table }) => table?.name).sort()).toEqual(["atoms", "topics", "users"]);
    expect(locked.map(({ proof }) => proof).join("; ")).toMatch(/SHARE ROW EXCLUSIVE lock on public\.users held/u);
  });

  test("the backfill leaves rows behind", () => {
    expect(found("backfill-incomplete").map(({ message }) => message)).toEqual([
      expect.stringMatching(/scripts\/backfill\.mjs` is not complete.*a second run still changed .*public\.topics.*OFFSET/u),
    ]);
  });

  test("the rollback fails, because proposals are deleted while topics refer to them", () => {
    expect(assessment.rehearsal?.rollback.status).toBe("fails");
    const [fails] = found("rollback-fails");
    expect(fails?.evidence).toBe("observed");
    expect(fails?.message).toMatch(/foreign key/u);
  });

  test("what a page of the backfill does is told once, and its batches are no bulk", () => {
    const keys = assessment.findings
      .filter(({ migration }) => migration === "node scripts/backfill.mjs")
      .map(({ rule, table }) => `${rule} ${table?.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith("update-in-bulk"))).toEqual([]);
  });

  test("the gate does not let it through", () => {
    expect(assessment.verdict.decision).not.toBe("pass");
    expect(assessment.coverage.unseen.filter(({ blocking }) => blocking)).toEqual([]);
  });
});
