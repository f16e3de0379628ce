import { describe, expect, test } from "vitest";
import { checkRecord, gateRecord } from "../../src/gate/gate-record.js";
import { approvalSection } from "../../src/github/approval-section.js";
import { gateStatus } from "../../src/github/gate-status.js";
import { approvals } from "./scenarios/approvals.js";
import { attacks } from "./scenarios/attacks.js";
import { objections } from "./scenarios/objections.js";
import { factsOf, type Scenario } from "./scenarios/scenario.js";
import { time } from "./scenarios/time.js";

const tables: readonly [string, readonly Scenario[]][] = [
  ["approvals", approvals],
  ["attacks", attacks],
  ["objections", objections],
  ["time, verdicts and overrides", time],
];
const OF = { repository: "acme/shop", pullRequest: 7, key: "default" };

describe.each(tables)("%s", (_, rows) => {
  test.each(rows)("$name: $standing, $status ($event)", (row) => {
    const record = gateRecord(OF, factsOf(row));
    const { state } = record;
    expect(state.standing).toBe(row.standing);
    expect(state.open).toBe(row.status === "success");
    const status = gateStatus(state, "default", "");
    expect(status.state).toBe(row.status);
    expect(status.description.length).toBeLessThanOrEqual(140);
    const comment = approvalSection(record, []) ?? "";
    if (row.comment !== undefined) expect(comment).toContain(row.comment);
    if (row.never !== undefined) expect(comment).not.toContain(row.never);
    expect(comment.length).toBeLessThanOrEqual(12_000);
    expect(checkRecord(record)).toEqual([]);
  });
});

test("the table has a line for each way that was thought of", () => {
  const names = tables.flatMap(([, rows]) => rows.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
});
