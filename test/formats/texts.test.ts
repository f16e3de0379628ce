import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atlasSumProblems } from "../../src/formats/atlas-sum.js";
import { detectFormat, formatById, formats } from "../../src/formats/index.js";
import { statementHeads } from "../../src/formats/statement-heads.js";

const read = (format: string, files: Readonly<Record<string, string>>) =>
  formatById(format).read(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { placeholders: {} },
  );

describe("bytes as they are", () => {
  test("a byte order mark and Windows line ends stay where they stand", () => {
    const text = "\uFEFF-- migrate:up\r\nCREATE TABLE ünder (id int);\r\n-- migrate:down\r\nDROP TABLE ünder;\r\n";
    const [migration] = read("dbmate", { "m/1_a.sql": text }).migrations;
    expect(migration?.up.text.length).toBe(text.length);
    expect(migration?.up.text.split("\r\n").map((line) => line.trim())).toEqual(["", "CREATE TABLE ünder (id int);", "", "", ""]);
    expect(migration?.down?.text.indexOf("DROP")).toBe(text.indexOf("DROP"));
    expect(read("plain", { "m/1_a.sql": text }).migrations[0]?.up.text).toBe(text);
  });

  test("pieces of a goose file keep its offsets", () => {
    const text = "\uFEFF-- +goose Up\r\nSELECT 'a';\r\nSELECT 'b'; SELECT 'c';\r\n-- +goose Down\r\nSELECT 'd';\r\n";
    const [migration] = read("goose", { "m/1_a.sql": text }).migrations;
    expect(migration?.up.pieces?.map(({ start, end }) => text.slice(start, end).trim())).toEqual([
      "SELECT 'a';",
      "SELECT 'b'; SELECT 'c';",
    ]);
    expect(migration?.down?.pieces?.map(({ start, end }) => text.slice(start, end).trim())).toEqual(["SELECT 'd';"]);
  });

  test("goose cuts a function body that nothing holds together, as it really does", () => {
    const text = "-- +goose Up\nCREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$ LANGUAGE plpgsql;\n";
    expect(read("goose", { "m/1_a.sql": text }).migrations[0]?.up.pieces).toHaveLength(3);
  });
});

describe("any text", () => {
  const line = fc.constantFrom(
    "-- +goose Up",
    "-- +goose Down",
    "-- +goose StatementBegin",
    "-- +goose StatementEnd",
    "-- migrate:up",
    "-- migrate:down",
    "---- create above / drop below ----",
    "--> statement-breakpoint",
    "--liquibase formatted sql",
    "--changeset a:1",
    "--changeset a:2 endDelimiter:go runInTransaction:false",
    "--rollback SELECT 2;",
    "/* liquibase rollback",
    "*/",
    "--ignoreLines:start",
    "--ignoreLines:1",
    "-- Up Migration",
    "-- Down Migration",
    "--! Previous: -",
    "--! Hash: x",
    "-- atlas:delimiter ;;",
    "{{ if .IsSQLite }}",
    "{{ else }}",
    "{{ end }}",
    '{{ index .Options "Namespace" }}',
    "a 2024-01-05T09:00:00Z A <a@example.org>",
    "@v1 2024-01-05T09:00:00Z A <a@example.org>",
    "BEGIN x; END; go",
    "SELECT 1;",
    "x",
    "",
    "-- note",
    "'\u{1F600}';",
  );
  const text = fc.array(line, { maxLength: 12 }).chain((lines) => fc.constantFrom("\n", "\r\n").map((end) => lines.join(end)));

  test("is read by every format without a throw, with length and lines kept and pieces in order", () => {
    fc.assert(
      fc.property(text, (sql) => {
        for (const format of formats) {
          const files = [
            { path: "m/1_a.sql", text: sql },
            { path: "m/V1__a.sql", text: sql },
            { path: "m/1_b/up.sql", text: sql },
            { path: "m/1_c.postgres.up.sql", text: sql },
            { path: "m/committed/000001.sql", text: sql },
            { path: "m/deploy/a.sql", text: sql },
            { path: "m/sqitch.plan", text: sql },
            { path: "m/atlas.sum", text: sql },
            { path: "m/changelog.yaml", text: `databaseChangeLog\n${sql}` },
            { path: "m/v1/manifest.json", text: '{"CurrVersion":"1","SchemaUpdateCqlFiles":["a.sql"]}' },
            { path: "m/v1/a.sql", text: sql },
          ];
          expect(() => atlasSumProblems(files)).not.toThrow();
          for (const { up, down } of format.read(files, { placeholders: {} }).migrations) {
            for (const script of down === null ? [up] : [up, down]) {
              expect(script.text.length).toBe(sql.length);
              expect(script.text.replace(/[^\r\n]/gu, "")).toBe(sql.replace(/[^\r\n]/gu, ""));
              let last = 0;
              for (const { start, end } of script.pieces ?? []) {
                expect(start).toBeGreaterThanOrEqual(last);
                expect(end).toBeGreaterThan(start);
                last = end;
              }
              expect(last).toBeLessThanOrEqual(sql.length);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("signs", () => {
  const sql = (path: string, text = "SELECT 1;") => ({ path, text });

  test("Cargo.toml tells sqlx from plain files, go.mod golang-migrate from sqlx", () => {
    const simple = [sql("m/20240105090000_a.sql"), sql("m/20240106090000_b.sql")];
    expect(detectFormat(simple)?.format.id).toBe("plain");
    expect(detectFormat(simple, [{ path: "Cargo.toml", text: '[dependencies]\nsqlx = "0.8"\n' }])?.format.id).toBe("sqlx");
    const pairs = [sql("m/1_a.up.sql"), sql("m/1_a.down.sql")];
    expect(detectFormat(pairs)?.format.id).toBe("golang-migrate");
    const both = [{ path: "Cargo.toml", text: 'sqlx = "0.8"' }];
    expect(detectFormat(pairs, both)?.format.id).toBe("sqlx");
  });

  test("files that are no SQL are not taken for another tool's", () => {
    const xml = '<databaseChangeLog><changeSet id="1" author="a"/></databaseChangeLog>';
    expect(detectFormat([sql("m/changelog.xml", xml), sql("m/1_a.sql")])?.format.id).toBe("liquibase");
    expect(() => detectFormat([sql("m/1_a.up.fizz")])).toThrow(expect.objectContaining({ code: "format/unknown" }));
  });

  test("a name with dots is no dialect, and a dialect is", () => {
    const dotted = [sql("m/20240105090000_v1.2_wells.up.sql"), sql("m/20240105090000_v1.2_wells.down.sql")];
    expect(detectFormat(dotted)?.format.id).toBe("golang-migrate");
    expect(detectFormat([sql("m/20240105090000_a.postgres.up.sql"), sql("m/20240105090000_a.mysql.up.sql")])?.format.id).toBe(
      "pop",
    );
  });

  test("two tools with an equal claim are not decided between", () => {
    const lock = sql("m/migration_lock.toml", 'provider = "postgresql"');
    const journal = sql("m/meta/_journal.json", '{"entries":[]}');
    expect(() => detectFormat([lock, journal, sql("m/1_a/migration.sql")])).toThrow(
      expect.objectContaining({ code: "format/unknown", message: expect.stringContaining("Prisma") }),
    );
  });

  test("a weaker claim of another tool is told", () => {
    const files = [sql("supabase/migrations/meta/_journal.json", '{"entries":[]}'), sql("supabase/migrations/0000_a.sql")];
    expect(detectFormat(files)).toMatchObject({
      format: { id: "drizzle" },
      reason: expect.stringMatching(/Supabase CLI could run it too.*set `format`/u),
    });
    expect(detectFormat([sql("m/1_a.sql", "-- migrate:up\nSELECT 1;")])?.reason).not.toMatch(/could run it too/u);
  });

  test("nothing speaks for a folder without SQL", () => {
    expect(detectFormat([{ path: "m/readme.toml", text: "" }])).toBeNull();
  });
});

test("statement heads pass over comments, strings, quotes and parentheses", () => {
  const sql =
    "/* VACUUM; */ insert into t (a) values ('; VACUUM', $x$; VACUUM $x$);\n-- VACUUM;\nVACUUM (FULL) \"a;b\"; DO $$ BEGIN VACUUM; END $$";
  expect(statementHeads(sql)).toEqual(["INSERT INTO T VALUES", "VACUUM", "DO"]);
});
