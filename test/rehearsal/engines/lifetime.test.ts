import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../../src/rehearsal/engines/index.js";
import { local } from "../../../src/rehearsal/engines/local.js";
import { findServerBinaries } from "../../../src/rehearsal/engines/server-binaries.js";
import { compileProgram } from "../compiled-program.js";
import { descendants, privateTmpdir, survivors } from "./processes.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tmp = privateTmpdir();
const signal = new AbortController().signal;
const majors = [...new Set(findServerBinaries().map(({ major }) => major))];
const hasServer = majors.length > 0;

let program: string;

beforeAll(() => {
  const lib = dirname(compileProgram(tmp.path));
  chmodSync(dirname(lib), 0o755);
  program = join(lib, "rehearsal/parent.js");
  writeFileSync(
    program,
    `import { startEngine } from "./engines/index.js";
     const { server } = await startEngine({ choice: process.argv[2], major: null, databaseUrl: null, signal: new AbortController().signal, log: () => {} });
     const session = await (await server.database()).connect();
     await session.run("create table t (id int)");
     if (process.argv[3] === "busy") session.run("do $$ begin loop perform 1; end loop; end $$").catch(() => {});
     else if (process.argv[3] === "waiting") session.run("select pg_sleep(60)").catch(() => {});
     setTimeout(() => console.log("ready " + server.version), 300);
     if (process.argv[3] === "end") setTimeout(() => server[Symbol.asyncDispose](), 400);
     else if (process.argv[3] === "exit") setTimeout(() => process.exit(3), 400);
     else setInterval(() => {}, 1000);`,
  );
});
afterAll(tmp.remove);

async function startParent(
  engine: string,
  mode: string,
  prefix: readonly string[] = [],
): Promise<{ readonly parent: ChildProcess; readonly said: string }> {
  const [command = "", ...args] = [...prefix, process.execPath, program, engine, mode];
  const parent = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] =
    parent.stdout === null ? [] : await Promise.race([once(createInterface(parent.stdout), "line"), once(parent, "exit")]);
  return { parent, said: String(said) };
}

describe("the end of the process that started an engine", () => {
  it.runIf(process.platform === "linux").each([
    ["local", "idle"],
    ["local", "waiting"],
    ["local", "busy"],
    ["pglite", "idle"],
    ["pglite", "waiting"],
    ["pglite", "busy"],
  ])("kill -9 takes %s with it (%s)", async (engine, mode) => {
    if (engine === "local" && !hasServer) return;
    const { parent, said } = await startParent(engine, mode);
    expect(said).toMatch(/^ready/u);
    const pids = descendants(parent.pid ?? 0);
    expect(pids.length).toBeGreaterThan(0);
    parent.kill("SIGKILL");
    expect(await survivors(pids, 5000)).toEqual([]);
  });

  it.runIf(hasServer)("the next start removes what the killed one left, and nothing else", async () => {
    const left = tmp.folders();
    expect(left.length).toBeGreaterThan(0);
    const foreign = join(tmp.path, "gate-pg-foreign");
    mkdirSync(foreign);
    const elsewhere = join(tmp.path, "gate-pg-elsewhere");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "owner"), `not-${hostname()}\n1\n`);
    const running = await local.start({ major: null, databaseUrl: null, signal });
    const another = await local.start({ major: null, databaseUrl: null, signal });
    const now = tmp.folders();
    expect(now.filter((name) => left.includes(name))).toEqual([]);
    expect(now).toHaveLength(4);
    await running[Symbol.asyncDispose]();
    await another[Symbol.asyncDispose]();
    expect([foreign, elsewhere].every((folder) => existsSync(folder))).toBe(true);
    for (const folder of [foreign, elsewhere]) rmSync(folder, { recursive: true });
    expect(tmp.folders()).toEqual([]);
  });

  it.each([
    ["local", "exit"],
    ["local", "end"],
    ["pglite", "exit"],
    ["pglite", "end"],
  ])("%s is gone after process.exit or its disposal, and lets the process end (%s)", async (engine, mode) => {
    if (engine === "local" && !hasServer) return;
    const { parent, said } = await startParent(engine, mode);
    expect(said).toMatch(/^ready/u);
    const pids = descendants(parent.pid ?? 0);
    const [code] = parent.exitCode === null ? await once(parent, "exit") : [parent.exitCode];
    expect(code).toBe(mode === "exit" ? 3 : 0);
    expect(await survivors(pids, 2000)).toEqual([]);
    expect(tmp.folders()).toEqual([]);
  });

  it.runIf(hasServer && process.getuid?.() === 0 && existsSync("/usr/bin/setpriv")).each(["local", "pglite"])(
    "%s starts without being root",
    async (engine) => {
      const { parent, said } = await startParent(engine, "end", [
        "/usr/bin/setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
      ]);
      expect(said).toMatch(/^ready/u);
      if (parent.exitCode === null) await once(parent, "exit");
      expect(tmp.folders()).toEqual([]);
    },
  );
});

describe("the choice of an engine", () => {
  const start = (major: number | null, choice: "auto" | "url" = "auto") =>
    startEngine({ choice, major, databaseUrl: null, signal, log: () => undefined });

  it.runIf(hasServer && !majors.includes(14))("takes the nearest real server, and says so", async () => {
    const nearest = [...majors].sort((a, b) => Math.abs(a - 14) - Math.abs(b - 14) || b - a)[0];
    const { server, reason } = await start(14);
    await server[Symbol.asyncDispose]();
    expect(server.engineId).toBe("local");
    expect(reason).toContain(`PostgreSQL ${nearest}.`);
    expect(reason).toContain("nearest version: this machine has no server binaries of PostgreSQL 14");
    expect(server.abilities.cannotSee.join()).toContain("PostgreSQL 14: this is");
  });

  it("takes the embedded server where there is no other, or where it alone is of the wanted version", async () => {
    const old = findServerBinaries().find(({ major }) => major < 18);
    for (const folder of ["/nowhere", ...(old === undefined ? [] : [old.folder])]) {
      process.env["MIGRATION_GATE_POSTGRES_BIN"] = folder;
      try {
        const { server, reason } = await start(18);
        await server[Symbol.asyncDispose]();
        expect(server.engineId).toBe("pglite");
        expect(reason).toMatch(folder === "/nowhere" ? /no Postgres server binaries were found/u : /only of \d+/u);
        expect(server.abilities.cannotSee.join()).not.toContain("this is");
      } finally {
        delete process.env["MIGRATION_GATE_POSTGRES_BIN"];
      }
    }
  });

  it("takes the engine `url` only with a URL", async () => {
    await expect(start(null, "url")).rejects.toMatchObject({
      code: "engine/unavailable",
      hint: expect.stringContaining("--database-url"),
    });
  });
});

it("prepared its data directory with the PGlite that is installed", () => {
  const require = createRequire(import.meta.url);
  const installed = JSON.parse(readFileSync(join(require.resolve("@electric-sql/pglite"), "../../package.json"), "utf8")) as {
    version: string;
  };
  const base = JSON.parse(readFileSync(join(root, "src/rehearsal/engines/pglite/base.json"), "utf8")) as {
    pglite: string;
    postgres: string;
    versionNumber: number;
  };
  expect(base.pglite, "run node scripts/prepare-pglite.mjs").toBe(installed.version);
  const [major = 0, minor = 0] = base.postgres.split(".").map(Number);
  expect(base.versionNumber).toBe(major * 10_000 + minor);
});
