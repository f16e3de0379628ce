import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server as NetServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { startEngine } from "../../src/rehearsal/engines/index.js";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { descendants, privateTmpdir, survivors } from "../rehearsal/engines/processes.js";

const tmp = privateTmpdir();
const others = new Set(descendants(process.pid));
afterAll(tmp.remove);
afterEach(async () => {
  delete process.env["MIGRATION_GATE_POSTGRES_BIN"];
  const started = descendants(process.pid).filter((pid) => !others.has(pid));
  expect(await survivors(started, 3_000)).toEqual([]);
  expect(tmp.folders()).toEqual([]);
});

async function refusal(work: Promise<unknown>): Promise<ReportableError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error, String(error)).toBeInstanceOf(ReportableError);
  if (!(error instanceof ReportableError)) throw error;
  return error;
}

function start(choice: "local" | "url", databaseUrl: string | null = null) {
  return startEngine({ choice, major: null, databaseUrl, signal: new AbortController().signal, log: () => undefined });
}

/** A folder of server programs that do what they are told here. */
function binaries(name: string, programs: Readonly<Record<string, string>>): string {
  const folder = join(tmp.path, name);
  mkdirSync(folder, { recursive: true });
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, program), 0o755);
  }
  chmodSync(folder, 0o755);
  return folder;
}

const VERSION = 'case "$1" in --version) echo "postgres (PostgreSQL) 16.4"; exit 0;; esac';

describe("the programs of a server", () => {
  test("are not there", async () => {
    process.env["MIGRATION_GATE_POSTGRES_BIN"] = join(tmp.path, "nowhere");
    expect((await refusal(start("local"))).code).toBe("engine/unavailable");
  });

  test.each([
    ["are of another machine", { postgres: "exit 126", initdb: "exit 126" }],
    ["say something else than their version", { postgres: "echo hello", initdb: "true" }],
    ["are half there", { postgres: VERSION }],
  ])("%s", async (name, programs) => {
    process.env["MIGRATION_GATE_POSTGRES_BIN"] = binaries(
      name.replaceAll(" ", "-"),
      programs as Readonly<Record<string, string>>,
    );
    expect((await refusal(start("local"))).code).toBe("engine/unavailable");
  });

  test.each([
    ["initdb fails", { postgres: VERSION, initdb: "echo 'initdb: error: no space left on device' >&2; exit 1" }],
    ["initdb is killed", { postgres: VERSION, initdb: "kill -9 $$" }],
    ["initdb does nothing", { postgres: `${VERSION}\nexit 1`, initdb: "exit 0" }],
    [
      "the server ends at once",
      { postgres: `${VERSION}\necho 'FATAL: could not create shared memory segment'; exit 1`, initdb: "mkdir -p data; exit 0" },
    ],
    ["the server is killed while it starts", { postgres: `${VERSION}\nkill -9 $$`, initdb: "exit 0" }],
  ])("%s", async (name, programs) => {
    process.env["MIGRATION_GATE_POSTGRES_BIN"] = binaries(name.replaceAll(" ", "-"), programs);
    const { code, hint } = await refusal(start("local"));
    expect(code).toBe("engine/unavailable");
    expect(hint).not.toBe("");
  });

  test("have no folder to write to", async () => {
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = join(tmp.path, "nowhere");
    try {
      expect((await refusal(start("local"))).code).toBe("engine/unavailable");
    } finally {
      process.env["TMPDIR"] = before;
    }
  });

  // sun_path holds 107 bytes (unix(7)): such a server is kept elsewhere.
  test.skipIf(findServerBinaries().length === 0)("have a folder whose name is too long for a socket", async () => {
    const before = process.env["TMPDIR"];
    const long = join(tmp.path, "x".repeat(110));
    mkdirSync(long);
    chmodSync(long, 0o777);
    process.env["TMPDIR"] = long;
    try {
      const { server } = await start("local");
      expect(server.engineId).toBe("local");
      await server[Symbol.asyncDispose]();
    } finally {
      process.env["TMPDIR"] = before;
    }
  });
});

describe("a server by its URL", () => {
  let listening: NetServer | null = null;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise<void>((resolve) => (listening === null ? resolve() : listening.close(() => resolve())));
    listening = null;
  });

  async function answering(answer: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => undefined);
      answer(socket);
    });
    listening = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return `postgres://user:Zq-secret-x9@127.0.0.1:${port}/db`;
  }

  /** An ErrorResponse, PostgreSQL manual 55.7. */
  function errorResponse(message: string): Buffer {
    const body = Buffer.from(`SFATAL\0VFATAL\0C28P01\0M${message}\0\0`);
    const head = Buffer.alloc(5);
    head.write("E");
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  }

  test.each<[string, (socket: Socket) => void]>([
    ["closes the door at once", (socket) => socket.end()],
    ["resets the connection", (socket) => socket.resetAndDestroy()],
    ["resets it after the first message", (socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["is no Postgres but a web server", (socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
    ["ends in the middle of a message", (socket) => socket.once("data", () => socket.end(Buffer.from([0x52, 0, 0, 0, 40, 0])))],
    [
      "refuses, and repeats the password",
      (socket) =>
        socket.once("data", () =>
          socket.end(errorResponse("password Zq-secret-x9 of postgres://user:Zq-secret-x9@h/db is wrong")),
        ),
    ],
  ])("that %s", async (_, answer) => {
    const { code, message } = await refusal(start("url", await answering(answer)));
    expect(code).toBe("engine/unavailable");
    expect(message).not.toContain("Zq-secret");
    expect(message).not.toContain("\n");
  });

  test("where nothing listens", async () => {
    const url = await answering(() => undefined);
    await new Promise<void>((resolve) => listening?.close(() => resolve()));
    listening = null;
    const { code, message } = await refusal(start("url", url));
    expect([code, message.includes("ECONNREFUSED")]).toEqual(["engine/unavailable", true]);
  });

  test("whose name is unknown", async () => {
    const { code, message } = await refusal(start("url", "postgres://user:Zq-secret-x9@nowhere.invalid/db"));
    expect(code).toBe("engine/unavailable");
    expect(message).not.toContain("Zq-secret");
  });

  test("that never answers, until the signal", async () => {
    const url = await answering(() => undefined);
    const ending = new AbortController();
    const began = startEngine({ choice: "url", major: null, databaseUrl: url, signal: ending.signal, log: () => undefined });
    setTimeout(() => ending.abort(new Error("ended")), 300);
    await expect(began).rejects.toThrow();
  });

  test("that never answers, until the patience ends", async () => {
    const { code } = await refusal(start("url", await answering(() => undefined)));
    expect(code).toBe("engine/unavailable");
  });
});
