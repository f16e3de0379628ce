import { expect, test } from "vitest";
import { startEngine } from "../../../src/rehearsal/engines/index.js";

const request = {
  choice: "auto",
  major: null,
  databaseUrl: null,
  signal: new AbortController().signal,
  log: () => undefined,
} as const;

test("a stranger's change gets the embedded engine, whatever else the machine has, and is told why", async () => {
  const { server, reason } = await startEngine({ ...request, stranger: true });
  await using _ = server;
  expect(server.engineId).toBe("pglite");
  expect(reason).toContain("comes from a fork");
});
