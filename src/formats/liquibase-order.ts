import type { SourceFile } from "../model/migration.js";
import { type ChangelogChangeset, type ChangelogEntry, type ChangelogSql, readChangelog } from "./liquibase-changelog.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf } from "./path-parts.js";

export interface ChangelogOrder {
  /** SQL files and changesets of changelogs, in the order in which changelogs include and hold them. */
  readonly steps: readonly ChangelogStep[];
  /** Includes that lead to nothing below the directory, with the changelog that names them. */
  readonly missing: readonly { readonly changelog: SourceFile; readonly path: string }[];
  /** Changelogs that cannot be read, and why. */
  readonly faults: readonly { readonly changelog: SourceFile; readonly why: string }[];
  /** SQL files that no changelog includes or reads. */
  readonly left: readonly SourceFile[];
}

export type ChangelogStep =
  | { readonly kind: "file"; readonly file: SourceFile }
  | { readonly kind: "property"; readonly name: string; readonly value: string }
  | { readonly kind: "changeset"; readonly changelog: SourceFile; readonly changeset: ChangelogChangeset };

type Include = Extract<ChangelogEntry, { kind: "include" | "includeAll" }>;

/** Follows `include` and `includeAll` from the changelogs that no other includes; without any, files go by their paths. */
export function changelogOrder(files: readonly SourceFile[]): ChangelogOrder {
  const changelogs = files.filter(isChangelog);
  const sql = files.filter(({ path }) => isSql(path)).toSorted((a, b) => compareText(a.path, b.path));
  const read = new Map(changelogs.map((changelog) => [changelog.path, readChangelog(changelog)]));
  const missing: { changelog: SourceFile; path: string }[] = [];
  const included = new Set<string>();
  for (const changelog of changelogs)
    for (const one of includesOf(read.get(changelog.path)?.entries ?? []))
      for (const { path } of resolve(one, changelog, files)) included.add(path);
  const steps: ChangelogStep[] = [];
  const seen = new Set<string>();
  const visit = (file: SourceFile): void => {
    if (seen.has(file.path)) return;
    seen.add(file.path);
    if (isSql(file.path)) steps.push({ kind: "file", file });
    for (const entry of read.get(file.path)?.entries ?? []) {
      if (entry.kind === "property") steps.push(entry);
      else if (entry.kind === "changeset") {
        steps.push({ ...entry, changelog: file });
        for (const one of [...entry.changeset.changes, ...(entry.changeset.back ?? [])])
          seen.add(sqlFileOf(one, file, files)?.path ?? "");
      } else {
        const found = resolve(entry, file, files);
        if (found.length === 0) missing.push({ changelog: file, path: entry.path });
        for (const next of found) visit(next);
      }
    }
  };
  const roots = changelogs.filter(({ path }) => !included.has(path));
  for (const root of roots) visit(root);
  if (changelogs.every(({ path }) => read.get(path)?.entries.length === 0 && read.get(path)?.fault === null))
    for (const file of sql) visit(file);
  const faults = changelogs.flatMap((changelog) => {
    const why = read.get(changelog.path)?.fault ?? null;
    return why === null ? [] : [{ changelog, why }];
  });
  return { steps, missing, faults, left: sql.filter(({ path }) => !seen.has(path)) };
}

/** The file that a `sqlFile` names. */
export function sqlFileOf({ file }: ChangelogSql, changelog: SourceFile, files: readonly SourceFile[]): SourceFile | undefined {
  return file === null ? undefined : resolve({ kind: "include", ...file, ending: "" }, changelog, files)[0];
}

/** XML, YAML or JSON that says `databaseChangeLog`. */
export function isChangelog({ path, text }: SourceFile): boolean {
  return /\.(xml|ya?ml|json)$/iu.test(path) && /databaseChangeLog/u.test(text);
}

function includesOf(entries: readonly ChangelogEntry[]): readonly Include[] {
  return entries.flatMap((entry) => (entry.kind === "include" || entry.kind === "includeAll" ? [entry] : []));
}

/** Paths are relative to a class path that is not known here: the end of a path decides, the nearest to the changelog first. */
function resolve(one: Include, changelog: SourceFile, files: readonly SourceFile[]): readonly SourceFile[] {
  const wanted = normalize(one.path.replace(/^classpath\*?:/u, "").replace(/^\/+/u, ""));
  const here = normalize(`${folderOf(changelog.path)}/${wanted}`);
  const others = files.filter(({ path }) => path !== changelog.path && /\.(sql|xml|ya?ml|json)$/iu.test(path));
  if (one.kind === "include") {
    const exact = others.find(({ path }) => path === here);
    if (one.relative || exact !== undefined) return exact === undefined ? [] : [exact];
    const ending = others.filter(({ path }) => path === wanted || path.endsWith(`/${wanted}`));
    return ending.slice(0, 1);
  }
  const folder = wanted.replace(/\/+$/u, "");
  const own = here.replace(/\/+$/u, "");
  const inside = (path: string) =>
    path.startsWith(`${own}/`) || (!one.relative && (path.startsWith(`${folder}/`) || path.includes(`/${folder}/`)));
  return others
    .filter(({ path }) => inside(path) && !nameOf(path).startsWith(".") && path.endsWith(one.ending))
    .toSorted((a, b) => compareText(a.path, b.path));
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
