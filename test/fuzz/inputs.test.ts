import fc from "fast-check";
import { describe, expect } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { readClaims } from "../../src/gate/claims/read-claims.js";
import { readCodeOwners } from "../../src/gate/code-owners.js";
import { parseCommand } from "../../src/gate/parse-command.js";
import { readRecord, recordLines } from "../../src/github/report-record.js";
import { readSavedRecord } from "../../src/github/saved-record.js";
import { readBaseline } from "../../src/settings/read-baseline.js";
import { parseSettingsFile, readSettings } from "../../src/settings/read-settings.js";
import { settingNames } from "../../src/settings/schema.js";
import { parseStatistics } from "../../src/settings/statistics-file.js";
import { parseDirective } from "../../src/sql/directives/parse-directive.js";
import { parseExpectation } from "../../src/sql/directives/parse-expectation.js";
import { parseArguments } from "../../src/terminal/arguments.js";
import { hostileText } from "../report/hostile-text.js";
import { holds } from "./holds.js";
import { mutated } from "./mutated.js";

/** One line, a hint, and no trace of ours; or a value. */
function mendable(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReportableError)) throw error;
    expect(error.hint).not.toBe("");
    expect(error.message).not.toBe("");
  }
}

const known = { rules: ["drop-table"], formats: ["plain"], style: [] };
const value = fc.oneof(
  fc.constantFrom<unknown>(
    true,
    false,
    null,
    0,
    -1,
    1e99,
    Number.NaN,
    "",
    "auto",
    "none",
    "all",
    [],
    {},
    [""],
    [[]],
    "2026-01-01",
    "1s",
    "*/*",
    "(",
    "[a-",
  ),
  hostileText,
  fc.jsonValue({ maxDepth: 4 }),
);
const named = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<string>(...settingNames) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "rule", "Format") },
);

describe("settings", () => {
  holds("of any values are valid or are told to be wrong", [fc.array(fc.tuple(named, value), { maxLength: 5 })], (pairs) => {
    mendable(() => readSettings([{ from: "file", values: Object.fromEntries(pairs) }], known));
  });

  const yaml = `migrations: db\nrules:\n  drop-table: off\nallow:\n  - rule: drop-table\n    paths: [a/*.sql]\n    reason: x\n    until: 2026-01-01\napprovals:\n  high: 2\n  from: [acme/owners]\npromises:\n  - table: a\n    rows: kept\nlayout:\n  files: "*.sql"\ncommand: {tool: rails}\ndatabases:\n  - key: a\n    migrations: b\n`;
  holds("in any text are read, or the place of the mistake is told", [mutated([yaml])], (text) => {
    mendable(() => readSettings([{ from: "file", values: parseSettingsFile("migration-gate.yml", text) }], known));
  });

  holds("never change what every object has", [fc.array(fc.tuple(named, value), { maxLength: 4 })], (pairs) => {
    const text = JSON.stringify(Object.fromEntries(pairs)).replaceAll("Format", "__proto__");
    mendable(() => parseSettingsFile("x.yml", text));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe("files that were written before", () => {
  const statistics = JSON.stringify({
    version: 1,
    takenAt: "2026-01-01T00:00:00Z",
    server: { version: 160004 },
    tables: [{ schema: "public", name: "t", rows: 10, bytes: 8192, readsPerSecond: 1, writesPerSecond: 1 }],
  });
  holds("statistics are read or told to be wrong", [fc.oneof(mutated([statistics]), fc.json())], (text) =>
    mendable(() => parseStatistics("stats.json", text)),
  );
  const baseline = JSON.stringify({ version: 1, findings: [{ rule: "drop-table", file: "a.sql", id: "x", reason: "y" }] });
  holds("a baseline is read or told to be wrong", [fc.oneof(mutated([baseline]), fc.json())], (text) =>
    mendable(() => readBaseline("baseline.json", text)),
  );
  holds(
    "a record of decisions is read or told to be wrong",
    [fc.oneof(mutated(['{"version":1,"of":{},"facts":{},"state":{},"log":[]}']), fc.json())],
    (text) => mendable(() => readSavedRecord("record.json", text)),
  );
});

describe("words of people", () => {
  const said = mutated([
    "/migration approve 0123456789abcdef fine",
    "/migration defer 01234567 until 2026-12-01 later",
    "/migration override 01234567 incident:https://x/1 now",
    "> /migration approve 01234567",
  ]);
  holds(
    "a command is one only where its line begins with it and shows all that it holds",
    [fc.oneof(said, hostileText)],
    (body) => {
      const parsed = parseCommand(body);
      if (parsed.kind !== "command") return;
      const [line = ""] = body.split(/[\n\r\u2028\u2029]/u);
      expect(line.startsWith("/migration")).toBe(true);
      expect(line).not.toMatch(/(?!\t)[\p{Cc}\p{Cf}\p{Cs}]|<!--/u);
      expect(parsed.command.digest).toMatch(/^[0-9a-f]{8,64}$/u);
    },
  );
  holds(
    "what a pull request says of itself never breaks its reading",
    [hostileText, hostileText, fc.array(hostileText, { maxLength: 3 })],
    (title, body, more) => {
      expect(readClaims({ title, body, labels: more, messages: more }).claims.length).toBeGreaterThanOrEqual(0);
    },
  );
  holds(
    "owners of code are read from any text",
    [mutated(["* @acme/all\n/db/ @acme/dba ann@x.invalid\n!x\n[a-z] @b\n"]), hostileText],
    (text, path) => {
      expect(Array.isArray(readCodeOwners(text)(path))).toBe(true);
    },
  );
  const place = { file: "a.sql", line: 1, column: 1, endLine: 1, endColumn: 2 };
  holds(
    "directives are read, or told to be malformed",
    [
      mutated([
        "allow drop-table: reason",
        "allow drop-table until 2026-01-01: reason",
        "expect: select count(*) from t = 5",
        "expect within 5%: select 1 = 1",
        "irreversible: reason",
      ]),
      fc.boolean(),
    ],
    (body, hasColon) => {
      for (const { kind } of parseDirective(body, hasColon, place))
        expect(["allow", "expect", "irreversible", "malformed"]).toContain(kind);
      parseExpectation(body);
    },
  );
});

describe("records in comments", () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`, "u"));
  const record = fc
    .record({
      digest: hex(64),
      decision: fc.constantFrom("pass" as const, "hold" as const, "block" as const, "cannot-judge" as const),
      risk: fc.constantFrom("none" as const, "high" as const),
      required: fc.nat(9),
      head: hex(40),
      since: fc.constant("2026-11-01T00:00:00.000Z"),
      pushers: fc.array(fc.nat(99), { maxLength: 3 }),
      several: fc.constant(false),
    })
    .map((one) => ({
      ...one,
      databases: [
        {
          key: "",
          digest: one.digest,
          decision: one.decision,
          risk: one.risk,
          required: one.required,
          major: 16,
          findings: [],
          hazards: [],
        },
      ],
    }));
  holds("round trip", [record], (one) => expect(readRecord(`text\n${recordLines(one)}`)).toEqual(one));
  holds(
    "that were edited, doubled or quoted are read as they stand or not at all",
    [record, hostileText, fc.nat(400), fc.string({ maxLength: 3 })],
    (one, text, at, piece) => {
      const line = recordLines(one);
      expect(readRecord(`${line}\n${line}`)).toBeNull();
      expect(readRecord(`${line}\n${text}x`)).toBeNull();
      const edited = line.slice(0, at) + piece + line.slice(at);
      const read = readRecord(edited);
      if (read !== null) expect(["pass", "hold", "block", "cannot-judge"]).toContain(read.decision);
      // The text of a change stands above our record and can be anything but a record.
      if (!text.includes("<!-- migration-gate record")) expect(readRecord(`${text}\n${line}`)).toEqual(one);
    },
  );
});

describe("the command line", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "check",
      "gate",
      "verify",
      "replay",
      "stats",
      "explain",
      "rules",
      "init",
      "help",
      "version",
      "baseline",
      "--report",
      "--report=json=",
      "--engine",
      "--engine=",
      "--no-comment",
      "--",
      "-",
      "--base",
      "--seed=",
      "--pr",
      "--since",
      "--force",
      "-h",
      "--config",
      "--database-url=postgres://u:secretsecret@h",
      "--__proto__",
      "--constructor=1",
    ),
    hostileText,
  );
  holds(
    "asks for something that is there, or is told in one sentence what is wrong",
    [fc.array(word, { maxLength: 6 })],
    (argv) => mendable(() => parseArguments(argv)),
  );
});
