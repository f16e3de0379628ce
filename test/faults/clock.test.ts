import { describe, expect, test } from "vitest";
import { evaluateGate } from "../../src/gate/evaluate-gate.js";
import { comment, facts, people } from "../gate/gate-facts.js";

const { ann, ben } = people;
const APPROVE = "/migration approve 7c1f09e2";
const said = [ann, ben].map((by) =>
  comment(by, APPROVE, { createdAt: "2026-11-21T11:00:00Z", updatedAt: "2026-11-21T11:00:00Z" }),
);
const at = (now: string) => evaluateGate(facts({ said, now }));

describe("a clock that jumps opens nothing that was not open", () => {
  test("in its right time the gate is open", () => expect(at("2026-11-21T18:00:00Z").open).toBe(true));
  test.each(["2026-12-21T18:00:00Z", "2036-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])(
    "ahead to %s: approvals have run out",
    (now) => {
      expect(at(now).open).toBe(false);
    },
  );
  test.each(["soon", "", "NaN", "+999999-01-01T00:00:00Z"])("to a time that is none (%j)", (now) => {
    expect(at(now).open).toBe(false);
  });
});
