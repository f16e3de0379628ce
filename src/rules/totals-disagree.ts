import type { FalseTotal } from "../model/phase.js";
import type { Rehearsal } from "../model/rehearsal.js";
import { defineChangeRule } from "./rule.js";
import { startOf } from "./statement-of.js";

export const totalsDisagree = defineChangeRule({
  id: "totals-disagree",
  hazard: "promise",
  severity: "warning",
  title: "A total is not the sum of its parts",
  effect:
    "The words that describe the change give a total with its parts, and they do not add up: one of the figures is wrong, or some rows are in no part, and who approves it approves a guess.",
  remedy:
    "Count again and correct the figures; as a promise (`created` with `total` and `parts`) they are counted in every rehearsal.",
  source: "arithmetic over comments in the SQL, messages of the commits, and the title and description of the pull request",
  priorArt: {},

  *judge({ falseTotals = [], migrations }, rehearsal) {
    for (const claim of falseTotals) {
      const own =
        claim.place === null ? undefined : migrations.find(({ up, down }) => [up.file, down?.file].includes(claim.source));
      yield {
        migration: own?.id ?? null,
        place: claim.place ?? startOf(migrations[0]?.up.file ?? ""),
        evidence: "confirmed",
        message: sentence(claim),
        proof: `${claim.text}${counted(claim, rehearsal)}`,
      };
    }
  },

  examples: {
    before:
      "CREATE TABLE orders (id bigint PRIMARY KEY, kind text); INSERT INTO orders SELECT n, 'a' FROM generate_series(1, 200) n;",
    bad: [
      "-- Orders affected: 200 (120 small, 60 medium, 10 large).\nUPDATE orders SET kind = 'b';",
      "-- 120 small + 60 medium = 200 orders\nUPDATE orders SET kind = 'b';",
    ],
    good: [
      "-- Orders affected: 200 (120 small, 60 medium, 20 large).\nUPDATE orders SET kind = 'b';",
      "-- about 200 orders (120 small, 60 medium, 10 large)\nUPDATE orders SET kind = 'b';",
    ],
  },
});

function sentence({ source, total, parts, sum }: FalseTotal): string {
  const rest = total > sum ? `${figure(total - sum)} are in no part` : `${figure(sum - total)} too many`;
  return `The figures in ${source} do not add up: ${parts.map(figure).join(" + ")} = ${figure(sum)}, and the total says ${figure(total)}; ${rest}.`;
}

/** Which of the two the rehearsal saw, where it saw one; its rows need not be as many as production's. */
function counted({ total, sum }: FalseTotal, rehearsal: Rehearsal | null): string {
  const changed = new Set((rehearsal?.steps ?? []).filter(({ phase }) => phase === "up").map(({ rowsChanged }) => rowsChanged));
  if (changed.has(total) === changed.has(sum)) return "";
  const seen = changed.has(total) ? total : sum;
  return `; the rehearsal changed ${figure(seen)} rows, as the ${changed.has(total) ? "total says" : "parts say"}`;
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}
