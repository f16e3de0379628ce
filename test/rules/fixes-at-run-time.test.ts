import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.js";
import type { Migration } from "../../src/model/migration.js";
import { assess } from "../../src/pipeline/assess.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { startServer } from "../rehearsal/support.js";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const SCHEMA = `CREATE TABLE customers (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, total int NOT NULL, note text);`;

async function found(up: string, rehearsal: "brief" | "thorough" = "thorough"): Promise<readonly Finding[]> {
  const script = { file: "1.sql", text: up, transaction: "file" as const, psql: false };
  const migration: Migration = { id: "1", version: "1", up: script, down: null, digests: [] };
  const from = [{ from: "test", values: { engine: "local", rehearsal, schema: ["schema.sql"] } }];
  const { findings } = await assess(readSettings(from, { rules: [], formats: [], style: [] }), [], {
    repository: {
      history: async () => ({
        format: "plain",
        formatReason: "",
        settled: [],
        proposed: [migration],
        problems: [],
        prelude: [],
      }),
      files: async (paths) => paths.map((path) => ({ path, text: SCHEMA })),
    },
    postgres: { start: async () => ({ server: { ...borrowed(server) }, reason: "for the tests" }) },
    publishers: [],
    now: new Date(),
    log: { progress: () => undefined, warn: () => undefined },
    signal: new AbortController().signal,
  });
  return findings;
}

/** One server for all tests. */
function borrowed({ engineId, version, versionNumber, description, abilities, ...rest }: Server): Server {
  void rest;
  const database: Server["database"] = (template) => server.database(template);
  return { engineId, version, versionNumber, description, abilities, database, [Symbol.asyncDispose]: async () => undefined };
}

function fixOf(findings: readonly Finding[], rule: string) {
  return findings.find((finding) => finding.rule === rule)?.fix ?? null;
}

describe("the fix of an error that was seen", () => {
  test("is rehearsed, on tables that a history leaves empty too", async () => {
    const fix = fixOf(
      await found("ALTER TABLE orders ADD COLUMN state text; CREATE INDEX ON customers (email)"),
      "create-index-blocks-writes",
    );
    expect(fix?.verified).toBe(true);
    expect(fix?.proof).toContain(
      "SHARE UPDATE EXCLUSIVE on customers during the work instead of SHARE, writers were not blocked",
    );
  });

  test("is rehearsed where the server refused the statement", async () => {
    const fix = fixOf(await found("CREATE INDEX CONCURRENTLY ON customers (email)"), "concurrently-in-transaction");
    expect(fix).toMatchObject({ verified: true, proof: "rehearsed: the server takes it, where it refused the statement" });
  });

  test("is not called proven where another error stays in its way", async () => {
    const up = "CREATE INDEX CONCURRENTLY ON customers (email); ALTER TABLE orders ADD COLUMN total int";
    expect(fixOf(await found(up), "concurrently-in-transaction")?.verified).toBe(false);
  });

  test("is not tried in brief", async () => {
    const fix = fixOf(await found("CREATE INDEX ON customers (email)", "brief"), "create-index-blocks-writes");
    expect(fix).toMatchObject({ verified: false });
  });
});
