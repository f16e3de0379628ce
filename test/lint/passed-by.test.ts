import { afterAll, beforeAll, expect, test } from "vitest";
import type { Server } from "../../src/rehearsal/engine.js";
import { concurrentlyInTransaction } from "../../src/rules/concurrently-in-transaction.js";
import { startServer } from "../rehearsal/support.js";
import { judgeExample } from "../rules/judge-example.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const LOOP = "DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM orders WHERE id > 900 LOOP COMMIT; END LOOP; END $$";

test.each([
  ["that the run came to", "INSERT INTO orders VALUES (901)", "confirmed"],
  ["in a loop over rows that only production has", "SELECT 1", "predicted"],
])("a COMMIT %s", async (_title, sql, evidence) => {
  const example = { title: "", up: `${sql}; ${LOOP}` };
  const rule = { ...concurrentlyInTransaction, examples: { ...concurrentlyInTransaction.examples, bad: [example] } };
  const { findings } = await judgeExample(rule, example, server);
  expect(findings.filter((finding) => finding.rule === rule.id).map((finding) => finding.evidence)).toEqual([evidence]);
});
