import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, EngineLost, type Server } from "../../src/rehearsal/engine.js";
import { DiskWatch } from "../../src/rehearsal/engines/disk-watch.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { startServer } from "../rehearsal/support.js";

const engines = findServerBinaries().length > 0 ? (["local", "pglite"] as const) : (["pglite"] as const);

describe.each(engines)("limits of a session (%s)", (engine) => {
  let server: Server;
  let database: Database;
  beforeAll(async () => {
    process.env["CANARY"] = "canary-of-the-job";
    server = await startServer(engine);
    database = await server.database();
  });
  afterAll(async () => {
    delete process.env["CANARY"];
    await server[Symbol.asyncDispose]();
  });

  it("keeps the first notices, and says how many it dropped", async () => {
    const session = await database.connect();
    const { notices } = await session.run("do $$ begin for n in 1..5000 loop raise notice 'n%', n; end loop; end $$");
    expect(notices.length).toBeLessThan(1_000);
    expect(notices[0]?.message).toBe("n1");
    expect(notices.at(-1)?.message).toBe("4500 more notices were dropped.");
  });

  it("shortens notices and errors of any length", async () => {
    const session = await database.connect();
    const { notices } = await session.run("do $$ begin raise notice '%', repeat('x', 3000000); end $$");
    expect(notices[0]?.message.length).toBeLessThan(11_000);
    const failing = session.run(
      "do $$ begin raise exception '%', repeat('y', 3000000) using detail = repeat('z', 3000000); end $$",
    );
    await expect(failing).rejects.toMatchObject({
      message: expect.stringMatching(/^y{10000}… \(2990000 more characters\)$/u),
      detail: expect.stringMatching(/^z{10000}… \(2990000 more characters\)$/u),
    });
  });

  it("lets go of rows that nobody reads, and keeps those that come after", async () => {
    const session = await database.connect();
    const sql = "select repeat('x', 10000) as a from generate_series(1, 5000); select 'the next' as b";
    const { sets, notices } = await session.run(sql);
    expect(sets.at(0)?.length).toBeLessThan(2_500);
    expect(sets.at(-1)).toEqual([{ b: "the next" }]);
    expect(notices.at(-1)?.message).toMatch(/^\d+ rows of the answer were not kept/u);
  });
});

describe.runIf(engines.length > 1)("the private server", () => {
  let server: Server;
  let database: Database;
  let status: string;
  let environment: string;
  let pid: number;
  beforeAll(async () => {
    process.env["CANARY"] = "canary-of-the-job";
    server = await startServer("local");
    database = await server.database();
    pid = (await database.connect()).backendPid;
    status = process.platform === "linux" ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
    environment = process.platform === "linux" ? readFileSync(`/proc/${pid}/environ`, "utf8") : "";
  });
  afterAll(async () => {
    delete process.env["CANARY"];
    await server[Symbol.asyncDispose]();
  });

  it("hangs up before one value fills the memory of the tool", async () => {
    const session = await database.connect();
    await expect(session.run("select repeat('x', 50000000)")).rejects.toThrow(/it answered with one message of 48 MB/u);
    await expect(session.run("select 1")).rejects.toThrow(EngineLost);
  });

  it.runIf(process.platform === "linux")("knows nothing of the job's environment, and gets no more rights", () => {
    expect(environment).not.toContain("canary-of-the-job");
    expect(environment.split("\0").map((each) => each.split("=")[0])).not.toContain("GITHUB_TOKEN");
    if (existsSync("/usr/bin/setpriv")) expect(status).toMatch(/^NoNewPrivs:\s+1$/mu);
  });

  it.runIf(process.platform === "linux" && existsSync("/usr/bin/prlimit"))(
    "has a limit of memory, and writes no core file",
    () => {
      const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
      expect(limits).toMatch(/^Max address space\s+3221225472\s/mu);
      expect(limits).toMatch(/^Max core file size\s+0\s/mu);
    },
  );

  it.runIf(process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/unshare"))(
    "has no network where the machine lets us take it away",
    () => {
      expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(readlinkSync("/proc/self/ns/net"));
    },
  );

  it("listens on a socket in a folder of its own only, for nobody else", async () => {
    const observer = await database.connectAsObserver();
    const settings = await observer.query<{ listen: string; folder: string }>(
      "select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as folder",
    );
    expect(settings[0]?.listen).toBe("");
    const folder = settings[0]?.folder ?? "";
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const socket = readdirSync(folder).find((name) => name.startsWith(".s.PGSQL") && !name.endsWith(".lock")) ?? "";
    expect(statSync(join(folder, socket)).mode & 0o777).toBe(0o700);
  });

  it.each([
    ["temp_file_limit", "set temp_file_limit = -1"],
    ["the programs of the host", "copy (select 1) to program 'true'"],
  ])("leaves %s to its superuser", async (_, sql) => {
    const session = await database.connect();
    await expect(session.run(sql)).rejects.toMatchObject({ sqlstate: "42501" });
  });
});

it("ends a server that writes more than it may", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gate-t-disk-"));
  writeFileSync(join(folder, "flood"), Buffer.alloc(3 * 1024 * 1024, 1));
  const told = await new Promise<string>((resolve) => {
    const watch = new DiskWatch(
      folder,
      (why) => {
        watch.end();
        resolve(why);
      },
      1024 * 1024,
    );
  });
  rmSync(folder, { recursive: true });
  expect(told).toMatch(/^it wrote 0\.0 GB to the disk/u);
});
