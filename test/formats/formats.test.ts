import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, test } from "vitest";
import type { FormatOptions } from "../../src/formats/format.js";
import { detectFormat, formatById, formatIds, formats } from "../../src/formats/index.js";
import type { Migration, Script, SourceFile } from "../../src/model/migration.js";
import { layoutSchema } from "../../src/settings/layout.js";

const ROOT = "fixtures/formats";
const OURS = ["expected.json", "options.json"];

describe("registry", () => {
  test("is sorted by id, and every file that names a format is in it", () => {
    expect(formatIds).toEqual([...formatIds].sort());
    expect(readdirSync(ROOT).sort()).toEqual([...formatIds]);
    for (const id of formatIds) expect(existsSync(`src/formats/${id}.ts`), `src/formats/${id}.ts`).toBe(true);
  });

  test("an unknown format is the user's to mend", () => {
    expect(() => formatById("liquid")).toThrow(
      expect.objectContaining({ code: "format/unknown", hint: expect.stringContaining("golang-migrate") }),
    );
  });

  test("every bookkeeping table is made only where it is missing", () => {
    for (const format of formats) {
      for (const { sql } of format.prelude) {
        expect(sql).not.toMatch(/CREATE (TABLE|SCHEMA|INDEX) (?!IF NOT EXISTS)/u);
        expect(sql.trimEnd()).toMatch(/;$/u);
      }
    }
  });
});

describe.each(fixtures())("$format $name", ({ format, folder }) => {
  const files = filesOf(folder);
  const { around = [], ...options } = optionsOf(folder);

  test("is read as its tool reads it", () => {
    const { migrations, problems } = formatById(format).read(files, options);
    const seen = {
      migrations: migrations.map(picture),
      problems: problems.map(({ kind, file, message }) => ({ kind, file, message })),
    };
    const golden = join(folder, "expected.json");
    if (process.env["UPDATE_GOLDENS"] === "1") writeFileSync(golden, `${JSON.stringify(seen, null, 2)}\n`);
    expect(seen).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  });

  test("is recognized", () => {
    // These two are never detected: a user asks for them.
    if (format === "single-file" || format === "layout") return;
    const detected = detectFormat(files, around);
    expect(detected?.format.id).toBe(format);
    expect(detected?.reason).toMatch(/^Read as .+ because .+\.$/u);
  });

  test("keeps lines, and digests are those of the bytes", () => {
    for (const { up, down, digests } of formatById(format).read(files, { ...options, placeholders: {} }).migrations) {
      for (const script of down === null ? [up] : [up, down]) {
        const whole = files.find((file) => file.path === script.file)?.text ?? "";
        if (script.recordedAt !== undefined) {
          // Put together from other places: each piece has the line that brings it in.
          expect(script.recordedAt).toHaveLength(script.pieces?.length ?? 0);
          for (const line of script.recordedAt) expect(whole.split("\n")[line - 1]?.trim()).not.toBe("");
          continue;
        }
        if (!/\$\{|--property|\\set |:area/u.test(whole)) expect(script.text.length).toBe(whole.length);
        expect(script.text.replace(/[^\n]/gu, "")).toBe(whole.replace(/[^\n]/gu, ""));
      }
      for (const { file, sha256 } of digests) {
        expect(sha256).toBe(
          createHash("sha256")
            .update(readFileSync(join(folder, file)))
            .digest("hex"),
        );
      }
    }
  });
});

function picture({ id, version, up, down }: Migration) {
  return { id, version, up: script(up), down: down === null ? null : script(down) };
}

function script({ file, text, transaction, pieces, psql, recordedAt }: Script) {
  const sql = { file, transaction, psql, ...(recordedAt === undefined ? {} : { recordedAt }) };
  const lines = (part: string) =>
    part
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "");
  if (pieces === undefined) return { ...sql, lines: lines(text) };
  return { ...sql, pieces: pieces.map(({ start, end }) => lines(text.slice(start, end))) };
}

function fixtures() {
  return readdirSync(ROOT).flatMap((format) =>
    readdirSync(join(ROOT, format)).map((name) => ({ format, name, folder: join(ROOT, format, name) })),
  );
}

function filesOf(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !OURS.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(folder, path).split(sep).join("/"), text: readFileSync(path, "utf8") }));
}

/** What the fixture needs beside its files: `options.json` with settings, and `around`, the files of the folders above. */
function optionsOf(folder: string): FormatOptions & { readonly around?: readonly SourceFile[] } {
  const path = join(folder, "options.json");
  const { layout, ...options } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return { placeholders: {}, ...options, ...(layout === undefined ? {} : { layout: layoutSchema.parse(layout) }) };
}
