import fc from "fast-check";
import { describe, expect } from "vitest";
import type { Script } from "../../src/model/migration.js";
import { readMigrations } from "../../src/sql/read-migrations.js";
import { split } from "../../src/sql/split.js";
import { splitScript } from "../../src/sql/split-script.js";
import { hostileText } from "../report/hostile-text.js";
import { fixturesBelow } from "./fixtures.js";
import { holds } from "./holds.js";
import { mutated } from "./mutated.js";

const written = ["fixtures/demo", "fixtures/hostile", "fixtures/sql", "fixtures/formats"].flatMap((folder) =>
  fixturesBelow(folder).flatMap(({ path, text }) => (path.endsWith(".sql") && text.length < 8_000 ? [text] : [])),
);
const sql = fc.oneof(
  { weight: 3, arbitrary: mutated(written) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: mutated([""]) },
);
const scriptOf = (text: string, psql: boolean): Script => ({ file: "1.sql", text, transaction: "file", psql });

describe("the splitter, whatever it is given", () => {
  holds(
    "takes pieces of the text in order, none over another, and leaves out nothing but space, comments and ends",
    [sql, fc.boolean()],
    (text, psql) => {
      const { items, comments } = split(text, { psql });
      const pieces = [...items.flatMap(({ start, end, data }) => [{ start, end }, ...(data === null ? [] : [data])]), ...comments]
        .filter(({ start, end }) => end > start)
        .sort((one, other) => one.start - other.start || one.end - other.end);
      let reached = 0;
      for (const { start, end } of pieces) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        // psql's `\;` and `\.` stand between pieces too.
        const between = text.slice(reached, start).replace(/\\[;.]/gu, " ");
        if (start > reached) expect(split(between, { psql: false }).items).toEqual([]);
        reached = Math.max(reached, end);
      }
      let last = 0;
      for (const { start, end } of items) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThanOrEqual(start);
        last = end;
      }
    },
  );

  holds("gives the server exactly what stands in the file", [sql, fc.boolean()], (text, psql) => {
    const { statements } = splitScript("1", scriptOf(text, psql));
    for (const [index, each] of statements.entries()) {
      expect(each.index).toBe(index);
      expect(text).toContain(each.text);
    }
  });
});

describe("the reader, whatever it is given", () => {
  holds(
    "never throws, loses no statement, and says of each what it does or that it cannot be read",
    [sql, fc.constantFrom(12, 15, 18)],
    async (text, serverMajor) => {
      const migration = { id: "1", version: "1", up: scriptOf(text, false), down: null, digests: [] };
      const [read] = await readMigrations([migration], { serverMajor });
      const { statements } = splitScript("1", migration.up);
      // What cannot be read may be taken apart further, never left out.
      expect(read?.up.statements.length).toBeGreaterThanOrEqual(statements.length);
      for (const { operations, place, text: own } of read?.up.statements ?? []) {
        expect(place.line).toBeGreaterThanOrEqual(1);
        expect(place.endLine).toBeGreaterThanOrEqual(place.line);
        // What holds a NUL no server takes, and so must no parser.
        if (own.includes("\0")) expect(operations.map(({ operation }) => operation.kind)).toContain("unreadable");
      }
    },
    0.3,
  );
});
