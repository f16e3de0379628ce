import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gate-cli-"));
  cpSync("dist", join(folder, "dist"), { recursive: true });
  cpSync("fixtures/demo", join(folder, "demo"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built command line as a stranger would, from a folder without node_modules. */
function gate(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["dist/cli/index.js", ...args], { cwd: folder, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const DEMO = ["demo/migrations/0003_order_fulfilment.up.sql", "--seed", "demo/seed.sql", "--engine", "pglite"];

describe.skipIf(!existsSync("dist/cli/index.js"))("the built command line", () => {
  test("judges the demo on the embedded engine, and holds it", async () => {
    const { status, out } = await gate("check", ...DEMO);
    expect(status).toBe(1);
    expect(out).toContain("legacy_status");
    expect(out).toContain("Rollback proof");
  });

  test("writes several reports at once", async () => {
    const { out } = await gate("check", ...DEMO, "--report", "json=reports/gate.json", "--report", "markdown");
    expect(out.startsWith("<!-- migration-gate report")).toBe(true);
    const assessment = JSON.parse(readFileSync(join(folder, "reports/gate.json"), "utf8"));
    expect(assessment).toMatchObject({
      version: 1,
      verdict: { decision: "hold", risk: "critical" },
      rehearsal: { engine: { id: "pglite" } },
    });
  });

  test("passes a harmless file", async () => {
    writeFileSync(join(folder, "safe.sql"), "CREATE TABLE fresh (id bigint PRIMARY KEY);\n");
    const { status, out } = await gate("check", "safe.sql", "--engine", "pglite");
    expect(status, out).toBe(0);
  });

  test("says in one line what is wrong with the command line", async () => {
    const { status, err } = await gate("check", "--enginee", "local");
    expect(status).toBe(2);
    expect(err).toContain("did you mean `engine`");
  });

  test("never passes because there was nothing to look at", async () => {
    expect((await gate("check")).status).toBe(2);
    expect((await gate("check", "no-such-file.sql")).status).toBe(2);
  });

  test("cannot judge a file whose world it does not know", async () => {
    writeFileSync(join(folder, "alone.sql"), "CREATE INDEX CONCURRENTLY orders_at ON orders (at);\n");
    const { status, out } = await gate("check", "alone.sql", "--engine", "pglite");
    expect(status, out).toBe(1);
    expect(out).toContain("--schema");
  });

  test("lists and explains rules", async () => {
    expect((await gate("rules")).out).toContain("create-index-blocks-writes");
    expect((await gate("explain", "create-index-blocks-writes")).out).toContain("CONCURRENTLY");
    expect((await gate("explain", "gate-edited")).out).toContain("judged by those of its base");
    const { status, err } = await gate("explain", "create-index");
    expect(status).toBe(2);
    expect(err).toContain("Did you mean");
  });

  test("tells which of the application's queries break, and writes a way back where there is none", async () => {
    writeFileSync(join(folder, "schema.sql"), "CREATE TABLE plans (id bigint PRIMARY KEY, label text);");
    writeFileSync(join(folder, "queries.sql"), "-- name: PlanByLabel :one\nSELECT id FROM plans WHERE label = $1;\n");
    writeFileSync(join(folder, "rename.sql"), "ALTER TABLE plans RENAME COLUMN label TO title;");
    const args = ["check", "rename.sql", "--schema", "schema.sql", "--queries", "queries.sql", "--engine", "pglite"];
    const { status, out } = await gate(...args, "--report", "json");
    expect(status).toBe(1);
    const { findings, rehearsal } = JSON.parse(out);
    const broken = findings.find(({ rule }: { rule: string }) => rule === "old-query-breaks");
    expect(broken).toMatchObject({ evidence: "observed", place: { file: "queries.sql" } });
    expect(broken.message).toContain("PlanByLabel");
    expect(rehearsal.writtenWayBack).toMatchObject({ status: "restores", cannotRestore: [] });
    expect(rehearsal.writtenWayBack.sql).toMatch(/rename column title to label/iu);
  });

  test("refuses to migrate a server that it was not told to", async () => {
    const { status, err } = await gate("check", ...DEMO.slice(0, 3), "--engine", "url");
    expect(status).toBe(2);
    expect(err).toContain("database-url");
  });

  test("prints its help and its version", async () => {
    expect((await gate("--help")).out).toContain("check [paths…]");
    const { out } = await gate("help", "check");
    expect(out).toContain("--postgres-version");
    expect(out).not.toContain("[object");
    expect(out).not.toContain("--phases");
    expect((await gate("--version")).out.trim()).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
  });

  test("init writes both files once", async () => {
    expect((await gate("init")).status).toBe(0);
    expect(existsSync(join(folder, ".github/workflows/migration-gate.yml"))).toBe(true);
    const { status, err } = await gate("init");
    expect(status).toBe(2);
    expect(err).toContain("--force");
  });
});
