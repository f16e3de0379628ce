import { describe, expect, test } from "vitest";
import type { Assessment } from "../../src/model/assessment.js";
import { judgeIn } from "../commands/judge-commands.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";

const header = "%syntax-version=1.0.0\n%project=shop\n\n";
const planned = (...names: readonly string[]) =>
  header + names.map((name) => `${name} 2024-01-01T00:00:00Z Ann <ann@example.com> # ${name}\n`).join("");
const base = {
  "sqitch.conf": "[core]\n\tengine = pg\n[deploy]\n\tverify = true\n",
  "sqitch.plan": planned("items"),
  "deploy/items.sql": "BEGIN;\nCREATE TABLE items (id int PRIMARY KEY);\nCOMMIT;\n",
  "revert/items.sql": "BEGIN;\nDROP TABLE items;\nCOMMIT;\n",
  "verify/items.sql": "BEGIN;\nSELECT 1/count(*) FROM items;\nROLLBACK;\n",
};
const head = {
  "sqitch.plan": planned("items", "note"),
  "deploy/note.sql": "BEGIN;\nALTER TABLE items ADD COLUMN note text;\nCOMMIT;\n",
  "revert/note.sql": "BEGIN;\nALTER TABLE items DROP COLUMN note;\nCOMMIT;\n",
};

async function judged(change: Readonly<Record<string, string | null>>): Promise<Assessment> {
  using repository = TemporaryRepository.withGit();
  const revision = repository.commit(base);
  repository.write({ ...head, ...change });
  return await judgeIn(repository.directory, { base: revision, engine: "pglite" });
}

describe("a project whose deploys verify", () => {
  test("a script that fails stops the deploy, at its own line, with what the server said", async () => {
    const { findings, verdict } = await judged({ "verify/note.sql": "BEGIN;\nSELECT id, notes\nFROM items;\nROLLBACK;\n" });
    const failing = findings.filter(({ evidence, place }) => evidence === "confirmed" || place.file === "verify/note.sql");
    expect(failing.map(({ place, rule, severity }) => [place.file, place.line, rule, severity])).toEqual([
      ["verify/note.sql", 2, "statement-fails", "error"],
    ]);
    expect(failing[0]?.message).toContain('column "notes" does not exist');
    expect(verdict.decision).toBe("block");
  });

  test("one that holds is run and leaves nothing; the settled ones are not run again", async () => {
    const { history, rehearsal, findings, verdict } = await judged({
      "verify/note.sql": "BEGIN;\nSELECT id, note FROM items WHERE false;\nROLLBACK;\n",
    });
    expect(history.proposed).toEqual(["note", "note (verify)"]);
    expect(rehearsal?.outcome).toBe("completed");
    expect(rehearsal?.worldProblems).toEqual([]);
    expect(rehearsal?.rollback.status).toBe("exact");
    expect(findings.map(({ rule }) => rule).filter((rule) => /down|rollback|nothing|fails/u.test(rule))).toEqual([]);
    expect(verdict.decision).toBe("pass");
  });

  test("an edited or deleted script of a settled change edits no settled change", async () => {
    const edited = await judged({ "verify/items.sql": "BEGIN;\nSELECT id FROM items;\nROLLBACK;\n" });
    expect(edited.history.proposed).toEqual(["items (verify)", "note"]);
    const deleted = await judged({ "verify/items.sql": null });
    expect([...edited.findings, ...deleted.findings].filter(({ rule }) => rule.startsWith("settled"))).toEqual([]);
  });
});
