import type { ExitCriterion, MigrationPhase } from "../model/phase.js";
import { defineChangeRule } from "./rule.js";

export const contractBeforeReady = defineChangeRule({
  id: "contract-before-ready",
  hazard: "breaks-old-code",
  severity: "error",
  title: "A step that takes something away comes before its time",
  effect:
    "What the team agreed to wait for before an old name goes has not come true: code that is still deployed, or rows that only the old column holds, meet its end.",
  remedy:
    "Wait until every criterion under `phases.contract` is met, or move the step to a change of its own; until then the old and the new can stand side by side.",
  source: "docs/phases.md",
  priorArt: {},

  *judge({ phases = [] }) {
    for (const phase of phases) {
      const missing = phase.criteria.filter(({ status }) => status !== "met");
      if (missing.length === 0) continue;
      yield {
        migration: phase.migration,
        place: phase.place,
        evidence: missing.some(({ status }) => status === "unmet") ? "confirmed" : "predicted",
        message: sentence(phase, missing),
        proof: phase.criteria.map(({ asked, found, status }) => `${WORD[status]}: ${asked} (${found})`).join("; "),
      };
    }
  },

  examples: {
    before: "",
    bad: [
      {
        title: "five days after the replacement came, where fourteen are asked",
        settled: {
          "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);",
          "000002_expand.up.sql": "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET state = status;",
        },
        files: { "000003_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;" },
        settings: { phases: { contract: { "quiet-days": 14 } } },
        daysInBase: { "000002_expand.up.sql": 5 },
      },
      {
        title: "the replacement comes with the same change",
        settled: { "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);" },
        files: {
          "000002_expand.up.sql": "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET state = status;",
          "000003_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;",
        },
        settings: { phases: { contract: { "quiet-days": 14 } } },
      },
      {
        title: "code still names it",
        settled: { "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);" },
        files: { "000002_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;" },
        code: { "app/orders.py": 'rows = db.query("SELECT status FROM orders")\n' },
        settings: { phases: { contract: { "no-code-references": true } } },
      },
    ],
    good: [
      {
        title: "the quiet period is over",
        settled: {
          "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);",
          "000002_expand.up.sql": "ALTER TABLE orders ADD COLUMN state text; UPDATE orders SET state = status;",
        },
        files: { "000003_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;" },
        settings: { phases: { contract: { "quiet-days": 14, "no-code-references": true } } },
        daysInBase: { "000002_expand.up.sql": 14 },
      },
      {
        title: "nobody set criteria",
        settled: { "000001_a.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, status text);" },
        files: { "000002_contract.up.sql": "ALTER TABLE orders DROP COLUMN status;" },
      },
    ],
  },
});

const WORD = { met: "met", unmet: "not met", unknown: "not known" } as const;

function sentence({ migration, removes }: MigrationPhase, missing: readonly ExitCriterion[]): string {
  const what = removes.length === 0 ? "" : ` (it takes away ${removes.slice(0, 3).join(", ")}${removes.length > 3 ? ", …" : ""})`;
  const why = missing.map(({ asked, found, status }) => `${asked}: ${status === "unmet" ? found : `nobody can tell, ${found}`}`);
  const days = missing.map(({ from }) => from);
  const last = days.every((day) => day !== null) ? days.toSorted().at(-1) : undefined;
  return `${migration} must not run yet${what}. ${why.join(". ")}.${last === undefined ? "" : ` It may go from ${last} on.`}`;
}
