import type { HistoryProblem, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf, stemOf } from "./path-parts.js";

const RUBY = /(^|\/)migrate\/(\d{14})_\w+\.rb$/u;
const STRUCTURE = /^(\w+_)?structure\.sql$/u;

/**
 * Migrations in Ruby beside `structure.sql`, which pg_dump writes after each: the base's builds the world before the
 * change. What the Ruby files do is seen only by running them.
 */
export const rails: Format = {
  id: "rails",
  title: "Rails",
  detect(files) {
    const ruby = files.filter(({ path }) => RUBY.test(path)).length;
    return ruby > 0 && structuresOf(files).length > 0
      ? { weight: 0.97, sign: `${ruby} Ruby files lie in migrate/, with a structure.sql beside` }
      : { weight: 0, sign: "" };
  },
  read: readStructures,
  isSnapshot: () => true,
  prelude: [],
  whenLate: "Rails runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "Rails refuses to start: multiple migrations have the version number.",
};

function readStructures(files: readonly SourceFile[]): FormatResult {
  const structures = structuresOf(files);
  // psql loads it, and pg_dump since 17.6 puts \restrict and \unrestrict around it.
  const migrations = structures.map((file) =>
    makeMigration({ id: stemOf(file.path), version: null, up: wholeFile(file, "statement", true), down: null }, [file]),
  );
  const problems = files
    .filter(({ path }) => RUBY.test(path))
    .map(({ path }): HistoryProblem => {
      const message = `${nameOf(path)} is written in Ruby: what it does is seen only when Rails runs it. Set \`command\` (tool: rails).`;
      return { kind: "file-unreadable", file: path, migration: stemOf(path), message };
    });
  return { migrations, problems };
}

function structuresOf(files: readonly SourceFile[]): readonly SourceFile[] {
  const ruby = files.find(({ path }) => RUBY.test(path));
  const folder = ruby === undefined ? null : folderOf(folderOf(ruby.path));
  return files
    .filter(({ path }) => isSql(path) && STRUCTURE.test(nameOf(path)) && (folder === null || folderOf(path) === folder))
    .toSorted((a, b) => compareText(a.path, b.path));
}
