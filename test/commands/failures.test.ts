import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPlan } from "../../src/commands/command-plan.js";
import { planNow } from "../../src/plan.js";
import type { Server } from "../../src/rehearsal/engine.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { diskRepository } from "../../src/repository/disk-repository.js";
import { runShell } from "../../src/repository/run-shell.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { TemporaryRepository } from "../repository/temporary-repository.js";
import { judgeCommands, judgeIn } from "./judge-commands.js";

let server: Server;
beforeAll(async () => {
  const signal = new AbortController().signal;
  ({ server } = await startEngine({ choice: "local", major: null, databaseUrl: null, signal, log: () => undefined }));
});
afterAll(() => server[Symbol.asyncDispose]());

const migrate = readFileSync("fixtures/scenarios/proposal-system/base/migrate.mjs", "utf8");
const first = `export const up = (client) => client.query("CREATE TABLE items (id serial PRIMARY KEY, name text)");
export const down = (client) => client.query("DROP TABLE items");`;
const base = { "migrate.mjs": migrate, "migrations/1_items.mjs": first };
const command = { up: "node migrate.mjs up", down: "node migrate.mjs down" };

function judge(second: string, settings: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, string>> = {}) {
  return judgeCommands({
    base,
    head: { ...base, "migrations/2_second.mjs": second, ...more },
    server,
    settings: { command, ...settings },
  });
}

const harmless = `export const up = (client) => client.query("CREATE TABLE more (id int)");
export const down = (client) => client.query("DROP TABLE more");`;

describe("a command that fails", () => {
  test("without a statement to blame it for, decides nothing", async () => {
    await expect(judge(`throw new Error("no such module: left-pad");`)).rejects.toMatchObject({
      code: "command/failed",
      message: expect.stringMatching(/node migrate\.mjs up` ended with status 1.*left-pad|could not be applied/su),
    });
  });

  test("on a statement, is judged by that statement", async () => {
    const assessment = await judge(`export const up = (client) => client.query("ALTER TABLE nothing ADD COLUMN n int");`);
    expect(assessment.verdict.decision).toBe("block");
    const [finding] = assessment.findings.filter(({ hazard }) => hazard === "cannot-run");
    expect(finding?.place).toMatchObject({ file: "migrations/2_second.mjs", line: 1 });
  });

  test("without having spoken to the database, is taken for one that speaks to another", async () => {
    await expect(judge(harmless, { command: { up: "echo migrated" } })).rejects.toMatchObject({
      code: "command/failed",
      message: expect.stringMatching(/without a word to the rehearsal database/u),
    });
  });

  test("because it refuses to go back, has declared a point of no return", async () => {
    const assessment = await judge(`export const up = (client) => client.query("CREATE TABLE more (id int)");
export const down = () => { throw new Error("IrreversibleMigration: rows are merged"); };`);
    expect(assessment.rehearsal?.rollback.status).toBe("irreversible");
    const [declared] = assessment.findings.filter(({ rule }) => rule === "irreversible-declared");
    expect(declared?.message).toMatch(/rows are merged/u);
  });

  test("a seed that does not fit the base is named", async () => {
    const seed = { "seed.sql": "INSERT INTO nothing VALUES (1);" };
    await expect(judge(harmless, { seed: ["seed.sql"] }, seed)).rejects.toMatchObject({
      message: expect.stringMatching(/seed\.sql/u),
    });
  });
});

test("a role that production has is made, and the command run again", async () => {
  const assessment = await judge(`export const up = async (client) => {
  await client.query("CREATE TABLE more (id int)");
  await client.query("GRANT SELECT ON more TO reporting");
};
export const down = (client) => client.query("DROP TABLE more");`);
  expect(assessment.rehearsal?.outcome).toBe("completed");
  expect(assessment.migrations[0]?.up.statements.map(({ text }) => text)).toEqual([
    "BEGIN",
    "CREATE TABLE more (id int)",
    "GRANT SELECT ON more TO reporting",
    "COMMIT",
  ]);
});

describe("before any command runs", () => {
  test("an engine that no other program can enter is refused", async () => {
    const head = { ...base, "migrations/2_second.mjs": harmless };
    await expect(judgeCommands({ base, head, settings: { command, engine: "pglite" } })).rejects.toMatchObject({
      code: "engine/unavailable",
      message: expect.stringMatching(/no other program can enter/u),
    });
  });

  test("a tool that nobody knows is refused with those that are known", () => {
    expect(() => commandPlan({ tool: "alembik", backfill: [], env: {} }, undefined)).toThrow(
      expect.objectContaining({ code: "settings/invalid", hint: expect.stringMatching(/`alembic`/u) }),
    );
  });
});

test("a change that the tool has nothing to do for passes as no migration", async () => {
  const assessment = await judgeCommands({ base, head: { ...base, "README.md": "more" }, server, settings: { command } });
  expect(assessment.verdict).toMatchObject({ decision: "pass", reasons: [{ code: "no-migrations" }] });
});

test("a comment of the tool's language allows a finding", async () => {
  const drop = `// migration-gate: allow drop-table: nobody uses it
export const up = (client) => client.query("DROP TABLE items");
export const down = (client) => client.query("CREATE TABLE items (id serial PRIMARY KEY, name text)");`;
  const seed = { "seed.sql": "INSERT INTO items (name) VALUES ('one');" };
  const assessment = await judge(drop, { seed: ["seed.sql"] }, seed);
  expect(assessment.findings.filter(({ rule }) => rule === "drop-table").map(({ suppressed }) => suppressed?.reason)).toEqual([
    "nobody uses it",
  ]);
});

test("a command sees the rehearsal database and none of the secrets of the job", async () => {
  const lines: string[] = [];
  const secrets = { GITHUB_TOKEN: "s1", INPUT_TOKEN: "s2", ACTIONS_RUNTIME_TOKEN: "s3", GITHUB_ENV: "s4", PGSERVICE: "s5" };
  const before = { ...process.env };
  Object.assign(process.env, secrets);
  try {
    const line = `${process.execPath} -e "for (const [k, v] of Object.entries(process.env)) console.log(k + '=' + v)"`;
    const variables = { DATABASE_URL: "postgresql://ours" };
    await runShell({ line, folder: ".", variables, signal: new AbortController().signal, log: (text) => lines.push(text) });
  } finally {
    for (const name of Object.keys(secrets)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  expect(lines).toContain("DATABASE_URL=postgresql://ours");
  expect(lines.filter((text) => Object.keys(secrets).some((name) => text.startsWith(`${name}=`)))).toEqual([]);
});

test("an end from outside ends a command with all that it started", async () => {
  const controller = new AbortController();
  const pids: number[] = [];
  const child = `${process.execPath} -e "console.log(process.pid); setInterval(() => {}, 1000)"`;
  const running = runShell({
    ...{ line: `${child} & ${child}`, folder: ".", variables: {}, signal: controller.signal },
    log: (text) => {
      if (pids.push(Number(text)) === 2) controller.abort(new Error("stopped"));
    },
  });
  await expect(running).rejects.toThrow("stopped");
  expect(pids).toHaveLength(2);
  // Gone, or dead and not yet buried by the first process of the machine; on a busy one what was killed takes a moment to die.
  const states = () => pids.map((pid) => spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim());
  await expect.poll(() => states().filter((state) => state !== "" && !state.startsWith("Z")), { timeout: 10_000 }).toEqual([]);
});

test("the gate computes the same plan from the files alone, and another one where a file or the command changes", async () => {
  using repository = TemporaryRepository.withGit();
  const revision = repository.commit(base);
  repository.commit({ "migrations/2_second.mjs": harmless });
  const digest = async (up: string) => {
    const values = { base: revision, migrations: "migrations", command: { up } };
    const settings = readSettings([{ from: "test", values }], { rules: [], formats: [] });
    return planNow(settings, [], diskRepository(repository.directory), 16);
  };
  const plan = await digest("node migrate.mjs up");
  symlinkSync(resolve("node_modules"), join(repository.directory, "node_modules"));
  const settings = { base: revision, migrations: "migrations", command: { up: "node migrate.mjs up" }, "postgres-version": 16 };
  expect((await judgeIn(repository.directory, settings, server)).digest).toBe(plan.digest);
  expect(plan.isEmpty).toBe(false);
  repository.commit({ "README.md": "outside of the migrations" });
  expect(await digest("node migrate.mjs up")).toEqual(plan);
  expect((await digest("node migrate.mjs up --force")).digest).not.toBe(plan.digest);
  repository.commit({ "migrations/2_second.mjs": `${harmless}\n` });
  expect((await digest("node migrate.mjs up")).digest).not.toBe(plan.digest);
});
