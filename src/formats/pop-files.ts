import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { FormatOptions, FormatResult } from "./format.js";
import { fillGoTemplate } from "./go-template.js";
import { lineOf } from "./line-of.js";
import { makeMigration } from "./make-migration.js";
import { compareText } from "./order.js";
import { nameOf } from "./path-parts.js";

const NAME =
  /^(?<id>(?<version>\d+)_[^.]+)(?:\.(?<dialect>[a-z0-9]+))?(?<bare>\.autocommit)?\.(?<direction>up|down)\.(?<type>sql|fizz)$/u;

/** Its own and every name that it takes for the same. */
const POSTGRES = /^(postgres|postgresql|pg)$/u;
const OTHERS = /^(mysql|mariadb|sqlite3?|cockroach(db)?|crdb)$/u;

export interface PopName {
  readonly version: string;
  readonly id: string;
  /** Null where the file is for all dialects. */
  readonly dialect: string | null;
  readonly bare: boolean;
  readonly direction: "up" | "down";
  readonly fizz: boolean;
}

/** What a file name says to Pop; null where it says nothing. */
export function popName(path: string): PopName | null {
  const parts = NAME.exec(nameOf(path))?.groups;
  if (parts === undefined) return null;
  const dialect = parts["dialect"] === "autocommit" ? null : (parts["dialect"] ?? null);
  if (dialect !== null && !POSTGRES.test(dialect) && !OTHERS.test(dialect)) return null;
  return {
    version: parts["version"] ?? "",
    id: parts["id"] ?? "",
    dialect,
    bare: parts["bare"] !== undefined || parts["dialect"] === "autocommit",
    direction: parts["direction"] === "up" ? "up" : "down",
    fizz: parts["type"] === "fizz",
  };
}

type Named = PopName & { readonly file: SourceFile };

/** Files in the order of their versions as text; one for Postgres replaces the one for all dialects, each direction by itself. */
export function readPopFiles(
  files: readonly SourceFile[],
  options: FormatOptions,
  tool: { readonly title: string; readonly needsDown: boolean },
): FormatResult {
  const problems: HistoryProblem[] = [];
  const named = files.flatMap((file) => {
    const name = popName(file.path);
    if (name !== null) return [{ ...name, file }];
    if (/\.(sql|fizz)$/u.test(file.path))
      problems.push(ignored(file, `is not named as ${tool.title} wants it, so it never runs`));
    return [];
  });
  const versions = [...new Set(named.map(({ version }) => version))].sort(compareText);
  const migrations: Migration[] = [];
  for (const version of versions) {
    const all = named.filter((one) => one.version === version);
    const others = all.filter(({ dialect }) => dialect !== null && OTHERS.test(dialect));
    const [first, ...more] = others;
    if (first !== undefined) problems.push(foreign(first.file, more.length, others));
    const chosen = (direction: "up" | "down") => choose(all.filter((one) => one.direction === direction));
    const [ups, downs] = [chosen("up"), chosen("down")];
    for (const [index, up] of ups.entries()) {
      const down = downs.find((one) => one.id === up.id) ?? (ups.length === 1 ? downs[0] : undefined);
      if (up.fizz) problems.push(ignored(up.file, "is written in fizz: what it does to the database was not seen"));
      else migrations.push(migration(up, down, index, options, problems));
      const isLost = down === undefined && tool.needsDown && !others.some(({ direction }) => direction === "down");
      if (isLost) problems.push(refused(up.file, up.id, `${tool.title} refuses to start: version ${version} has no way back`));
    }
    if (ups.length === 0) problems.push(...downs.map(({ file }) => orphan(file, version)));
  }
  return { migrations, problems };
}

/** Those for Postgres, else those for all dialects. */
function choose(files: readonly Named[]): readonly Named[] {
  const own = files.filter(({ dialect }) => dialect !== null && POSTGRES.test(dialect));
  return own.length > 0 ? own : files.filter(({ dialect }) => dialect === null);
}

function migration(
  up: Named,
  down: Named | undefined,
  index: number,
  options: FormatOptions,
  problems: HistoryProblem[],
): Migration {
  const back = down === undefined || down.fizz ? null : script(down, options, problems);
  if (down?.fizz === true) problems.push(ignored(down.file, "is written in fizz: it was not run as a way back"));
  const id = index === 0 ? up.id : nameOf(up.file.path).replace(/\.up\.sql$/u, "");
  return makeMigration({ id, version: up.version, up: script(up, options, problems), down: back }, [up.file, down?.file]);
}

function script({ file, bare, id }: Named, options: FormatOptions, problems: HistoryProblem[]): Script {
  const { text, missing } = fillGoTemplate(file, options.placeholders);
  if (missing.length > 0) {
    const names = missing.map((name) => `{{ ${name} }}`).join(", ");
    problems.push(
      refused(
        file,
        id,
        `${nameOf(file.path)}, line ${lineOf(file.text, missing[0] ?? "")}, uses ${names}, for which no value is set. Set it under \`placeholders\``,
      ),
    );
  }
  return { file: file.path, text, transaction: bare ? "implicit" : "file", psql: false };
}

function foreign(file: SourceFile, more: number, others: readonly Named[]): HistoryProblem {
  const dialects = [...new Set(others.map(({ dialect }) => dialect))].sort().join(", ");
  const which = more === 0 ? `${nameOf(file.path)} is` : `${nameOf(file.path)} and ${more} more of its version are`;
  return ignored(
    file,
    `is for ${dialects}, not for Postgres, and was not read`,
    `${which} for ${dialects}, not for Postgres: not read.`,
  );
}

function ignored(file: SourceFile, why: string, message = `${nameOf(file.path)} ${why}.`): HistoryProblem {
  return { kind: "file-ignored", file: file.path, migration: null, message };
}

function refused(file: SourceFile, id: string, message: string): HistoryProblem {
  return { kind: "file-unreadable", file: file.path, migration: id, message: `${message}.` };
}

function orphan(file: SourceFile, version: string): HistoryProblem {
  const message = `${nameOf(file.path)} is a way back without a way forth: there is no up file of version ${version}.`;
  return { kind: "down-without-up", file: file.path, migration: null, message };
}
