import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { ReportableError } from "../../src/errors.js";
import { assembleHistory } from "../../src/formats/assemble-history.js";
import { detectFormat, formats } from "../../src/formats/index.js";
import type { SourceFile } from "../../src/model/migration.js";
import { decodeSource } from "../../src/repository/decode-source.js";
import { readSettings } from "../../src/settings/read-settings.js";
import { hostileText } from "../report/hostile-text.js";
import { fixturesBelow } from "./fixtures.js";
import { holds } from "./holds.js";
import { mutated } from "./mutated.js";

const sets = readdirSync("fixtures/formats").map((tool) => fixturesBelow(`fixtures/formats/${tool}`));
const names = [...new Set(sets.flat().map(({ path }) => path))];
const odd = fc.constantFrom(
  "../../etc/passwd",
  "/etc/passwd",
  "a\\..\\b.sql",
  "1_\u202e.sql",
  "V1__a\nb.sql",
  "CON",
  ".sql",
  "1_.up.sql",
  "R__x.sql",
  "U1__x.sql",
  "20200101000000_x/migration.sql",
  "999999999999999999999_a.sql",
  "-1_a.sql",
  "1e3_a.sql",
  "０1_a.sql",
);
const path = fc.oneof({ weight: 4, arbitrary: mutated(names) }, { weight: 1, arbitrary: odd }).filter((each) => each !== "");
const content = fc.oneof(
  { weight: 4, arbitrary: mutated(sets.flat().map(({ text }) => text)) },
  { weight: 1, arbitrary: hostileText },
);
const fileOf = (name: string, text: string): SourceFile => ({ path: name, text });

/** A tool's files of which some were edited, renamed, lost or added; or any files at all. */
const files: fc.Arbitrary<readonly SourceFile[]> = fc
  .tuple(
    fc.constantFrom(...sets, []),
    fc.array(fc.tuple(path, content), { maxLength: 4 }),
    fc.array(fc.nat(30), { maxLength: 3 }),
    content,
  )
  .map(([own, added, spoiled, other]) => {
    const kept = own.map((file, index) => (spoiled.includes(index) ? fileOf(file.path, other) : fileOf(file.path, file.text)));
    const all = new Map([...kept, ...added.map(([name, text]) => fileOf(name, text))].map((file) => [file.path, file]));
    return [...all.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  });

function reportable<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReportableError) return null;
    throw error;
  }
}

describe("every format, whatever files it is given", () => {
  const { layout } = readSettings(
    [{ from: "test", values: { migrations: "db", layout: { files: "{version}_{name}.sql", transaction: "file" } } }],
    {
      rules: [],
      formats: [],
    },
  );
  holds(
    "reads them or says why not, and names no file that it was not given",
    [fc.constantFrom(...formats), files, files],
    (format, head, base) => {
      const history = reportable(() =>
        assembleHistory({
          format,
          formatReason: "",
          base,
          head,
          given: null,
          options: { placeholders: {}, layout },
        }),
      );
      if (history === null) return;
      const known = new Set([...head, ...base].map((file) => file.path));
      for (const { up, down } of [...history.settled, ...history.proposed])
        for (const script of [up, ...(down === null ? [] : [down])]) expect([...known]).toContain(script.file);
    },
    0.7,
  );

  holds(
    "is recognized or not, without a mistake of ours",
    [files, files],
    (all, around) => {
      reportable(() => detectFormat(all, around));
    },
    0.7,
  );
});

holds(
  "bytes are text that gives the same bytes again, or are refused with a reason",
  [fc.uint8Array({ maxLength: 60 })],
  (bytes) => {
    const read = decodeSource(bytes);
    if ("text" in read) expect([...new TextEncoder().encode(read.text)]).toEqual([...bytes]);
    else expect(read.why).not.toBe("");
  },
);
