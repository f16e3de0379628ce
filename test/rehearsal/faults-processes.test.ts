import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { local } from "../../src/rehearsal/engines/local.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { compileProgram } from "./compiled-program.js";
import { descendants, privateTmpdir, survivors } from "./engines/processes.js";
import { ServiceContainer } from "./engines/service-container.js";

const tmp = privateTmpdir();
const [major] = findServerBinaries().map((each) => each.major);
let program: string;
let folder: string;
let container: ServiceContainer | null = null;

beforeAll(async () => {
  program = compileProgram(tmp.path);
  folder = mkdtempSync(join(tmp.path, "project-"));
  for (const path of [folder, join(program, "../..")]) chmodSync(path, 0o755);
  writeFileSync(join(folder, "schema.sql"), "create table t (id int primary key);\n");
  writeFileSync(join(folder, "change.sql"), "alter table t add column a int;\nselect pg_sleep(61);\n");
  if (major !== undefined) container = await ServiceContainer.start(major);
});
afterAll(async () => {
  await container?.end();
  tmp.remove();
});

/** A check that runs in a process of its own. */
class Check {
  private constructor(
    readonly process: ChildProcess,
    private readonly out: Promise<string>,
  ) {}

  /** What it wrote to standard error. */
  said = "";

  /** Begins one, and waits until it told that it does `what`. */
  static async begin(engine: string, what: string): Promise<Check> {
    const more = engine === "url" ? ["--database-url", container?.url() ?? ""] : [];
    const args = [program, "check", "change.sql", "--schema", "schema.sql", "--engine", engine, ...more];
    const child = spawn(process.execPath, [...args, "--report", "json=report.json", "--report", "terminal"], { cwd: folder });
    const check = new Check(child, text(child.stdout));
    child.stderr.on("data", (part: Buffer) => {
      check.said += part.toString();
    });
    while (!check.said.includes(what)) {
      if (child.exitCode !== null) throw new Error(`it ended before: ${check.said}`);
      await sleep(10);
    }
    return check;
  }

  async end(): Promise<{ readonly status: number | null; readonly out: string }> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "exit");
    return { status: this.process.exitCode, out: await this.out };
  }
}

/** Nothing of the server's is left once backends had time to see that their client is gone. */
async function leftOnServer(): Promise<readonly string[]> {
  for (let tries = 0; tries < 50; tries++) {
    if (!(await container?.holds())?.some((name) => name.startsWith("session of gate_"))) break;
    await sleep(200);
  }
  return (await container?.holds()) ?? [];
}

const engines = major === undefined ? ["pglite"] : ["local", "pglite", "url"];

describe.each(engines)("the end of the tool's own process (%s)", (engine) => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s stops it, it tells what it reached, and leaves nothing", async (signal) => {
    const check = await Check.begin(engine, "Applying");
    await sleep(engine === "pglite" ? 2_000 : 1_000);
    const pids = descendants(check.process.pid ?? 0);
    check.process.kill(signal);
    const { status, out } = await check.end();
    expect(status).toBe(1);
    expect(out).toMatch(/stopped from outside/u);
    const { rehearsal } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(rehearsal).toMatchObject({ outcome: "stopped", engine: { id: engine } });
    expect(await survivors(pids, 2_000)).toEqual([]);
    expect(tmp.folders()).toEqual([]);
    if (engine === "url") expect(await container?.holds()).toEqual([]);
  });

  test("a second Ctrl-C ends it at once", async () => {
    const check = await Check.begin(engine, "Applying");
    const pids = descendants(check.process.pid ?? 0);
    check.process.kill("SIGINT");
    check.process.kill("SIGINT");
    await check.end();
    expect(await survivors(pids, 2_000)).toEqual([]);
    expect(tmp.folders()).toEqual([]);
  });

  test("SIGKILL leaves no process", async () => {
    const check = await Check.begin(engine, "Applying");
    await sleep(1_000);
    const pids = descendants(check.process.pid ?? 0);
    check.process.kill("SIGKILL");
    await check.end();
    expect(await survivors(pids, 5_000)).toEqual([]);
  });

  test.each([30, 100, 250, 500])("Ctrl-C %i ms after it began to start the engine", async (ms) => {
    const check = await Check.begin(engine, "Starting");
    await sleep(ms);
    const pids = descendants(check.process.pid ?? 0);
    check.process.kill("SIGINT");
    const { status } = await check.end();
    // 1 when it was faster than us.
    expect([1, 2]).toContain(status);
    expect(check.said).not.toContain("defect");
    expect(await survivors(pids, 2_000)).toEqual([]);
  });
});

test.skipIf(major === undefined)("what killed tools left is swept by the next start", async () => {
  await (await local.start({ major: null, databaseUrl: null, signal: new AbortController().signal }))[Symbol.asyncDispose]();
  expect(tmp.folders()).toEqual([]);
  // On a server of somebody else it waits a day; until then nothing runs there.
  const left = await leftOnServer();
  expect(left.filter((name) => name.startsWith("session"))).toEqual([]);
  const now = Math.floor(Date.now() / 1000);
  for (const name of left) {
    const kind = name.endsWith("_owner") ? "role" : "database";
    await container?.run(`comment on ${kind} ${name} is 'migration-gate, made at ${now - 90_000}'`);
  }
  const check = await Check.begin("url", "Applying");
  check.process.kill("SIGTERM");
  await check.end();
  expect(await leftOnServer()).toEqual([]);
});
