import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findServerBinaries } from "../../src/rehearsal/engines/server-binaries.js";
import { compileProgram } from "../rehearsal/compiled-program.js";
import { privateTmpdir } from "../rehearsal/engines/processes.js";
import { type Attempt, attempt, hostileFiles, type Target } from "./attempt.js";

const MB = 1e6;

/** The newest server; every one with `HOSTILE_MAJORS=all`. */
const majors = findServerBinaries()
  .map(({ major }) => major)
  .sort((a, b) => b - a)
  .slice(0, process.env["HOSTILE_MAJORS"] === "all" ? undefined : 1);
const targets: readonly Target[] = [
  ...majors.map((major) => ({ engine: "local" as const, major })),
  { engine: "pglite", major: null },
];

const tmp = privateTmpdir();
let program: string;
let listener: Server;
let port: number;
const callers: string[] = [];

beforeAll(async () => {
  program = compileProgram(tmp.path);
  listener = createServer((socket) => {
    callers.push(`somebody called at ${new Date().toISOString()}`);
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const address = listener.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  listener.close();
  tmp.remove();
});

/** All of them on both engines take a quarter of an hour: `HOSTILE=all`. Else a part of them stands for the rest. */
const EVERY: Readonly<Record<Target["engine"], number>> = { local: 4, pglite: 10 };

function filesFor({ engine }: Target): readonly string[] {
  return process.env["HOSTILE"] === "all" ? hostileFiles : hostileFiles.filter((_, at) => at % EVERY[engine] === 0);
}

describe.each(targets)("hostile SQL on $engine $major", (target) => {
  test.each(filesFor(target))("%s reaches nothing", async (file) => {
    const callersBefore = callers.length;
    const result = await attempt(program, tmp.path, file, port, target);

    expect(result.canary, "a file outside of the rehearsal").toEqual(["secret as it was"]);
    expect(
      result.secrets.filter((secret) => result.told.includes(secret)),
      "secrets told",
    ).toEqual([]);
    expect(callers.slice(callersBefore), "connections to a listener of the host").toEqual([]);
    expect(result.left, "processes left").toEqual([]);
    expect(result.folders, "folders left").toEqual([]);

    expect(result.status, `it ended by itself:\n${result.log.slice(-2_000)}`).not.toBeNull();
    if (result.mayPass === null) expect(decisionOf(result)).not.toBe("pass");
    expect(result.status === 0, "a green job").toBe(decisionOf(result) === "pass");

    expect(result.toolBytes, "memory of the tool").toBeLessThan(700 * MB);
    expect(result.allBytes, "memory of all of it").toBeLessThan(6_000 * MB);
    expect(result.log).not.toMatch(/^\s*(?:::|##\[)/mu);
    expect(result.shown).not.toMatch(HIDDEN);
  });
});

/** Escape, bell, and the marks that turn text around or take no room. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
const HIDDEN = /[\u0007\u001b\u009b\u202a-\u202e\u2066-\u2069\u200b]/u;

/** `no decision` where the tool refused to read the file at all. */
function decisionOf({ assessment }: Attempt): string {
  return assessment?.verdict.decision ?? "no decision";
}

test("there are enough of them", () => {
  expect(hostileFiles.length).toBeGreaterThanOrEqual(40);
});
