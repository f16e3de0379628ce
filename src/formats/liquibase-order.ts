import type { SourceFile } from "../model/migration.js";
import { compareText } from "./order.js";
import { folderOf, isSql, nameOf } from "./path-parts.js";

export interface ChangelogOrder {
  /** SQL files in the order in which changelogs include them. */
  readonly files: readonly SourceFile[];
  /** Includes that lead to nothing below the directory, with the changelog that names them. */
  readonly missing: readonly { readonly changelog: SourceFile; readonly path: string }[];
  /** Changelogs that hold changesets of their own, which are not SQL. */
  readonly foreign: readonly SourceFile[];
  /** SQL files that no changelog includes. */
  readonly left: readonly SourceFile[];
}

interface Include {
  readonly kind: "include" | "includeAll";
  readonly path: string;
  readonly relative: boolean;
}

/** Follows `include` and `includeAll` from the changelogs that no other includes; without any, files go by their paths. */
export function changelogOrder(files: readonly SourceFile[]): ChangelogOrder {
  const changelogs = files.filter(isChangelog);
  const sql = files.filter(({ path }) => isSql(path)).toSorted((a, b) => compareText(a.path, b.path));
  const missing: { changelog: SourceFile; path: string }[] = [];
  const included = new Set<string>();
  const targets = new Map(
    changelogs.map((changelog) => [
      changelog.path,
      includesOf(changelog).map((one) => ({ one, found: resolve(one, changelog, files) })),
    ]),
  );
  for (const list of targets.values()) for (const { found } of list) for (const { path } of found) included.add(path);
  const order: SourceFile[] = [];
  const seen = new Set<string>();
  const visit = (file: SourceFile): void => {
    if (seen.has(file.path)) return;
    seen.add(file.path);
    if (isSql(file.path)) order.push(file);
    for (const { one, found } of targets.get(file.path) ?? []) {
      if (found.length === 0) missing.push({ changelog: file, path: one.path });
      for (const next of found) visit(next);
    }
  };
  const roots = changelogs.filter(({ path }) => !included.has(path));
  for (const root of roots) visit(root);
  if (roots.every(({ path }) => targets.get(path)?.length === 0)) for (const file of sql) visit(file);
  return { files: order, missing, foreign: changelogs.filter(holdsChangesets), left: sql.filter(({ path }) => !seen.has(path)) };
}

/** XML, YAML or JSON that says `databaseChangeLog`. */
export function isChangelog({ path, text }: SourceFile): boolean {
  return /\.(xml|ya?ml|json)$/iu.test(path) && /databaseChangeLog/u.test(text);
}

/** Has changesets of its own, in XML, YAML or JSON. */
export function holdsChangesets({ path, text }: SourceFile): boolean {
  return /\.xml$/iu.test(path) ? /<changeSet\b/u.test(withoutComments(text)) : /^\s*(?:-\s*)?"?changeSet"?\s*:/mu.test(text);
}

function includesOf(changelog: SourceFile): readonly Include[] {
  return /\.xml$/iu.test(changelog.path) ? fromXml(withoutComments(changelog.text)) : fromLines(changelog.text);
}

function withoutComments(xml: string): string {
  return xml.replace(/<!--[\s\S]*?-->/gu, "");
}

function fromXml(xml: string): readonly Include[] {
  return [...xml.matchAll(/<(?:\w+:)?(include|includeAll)\b([^>]*)>/gu)].flatMap(([, kind, attributes = ""]) => {
    const value = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`, "u").exec(attributes)?.[1];
    const path = value(kind === "include" ? "file" : "path");
    return path === undefined
      ? []
      : [{ kind: kind === "include" ? "include" : "includeAll", path, relative: value("relativeToChangelogFile") === "true" }];
  });
}

/** YAML and JSON alike: after `include` the keys that belong to it follow, a line each. */
function fromLines(text: string): readonly Include[] {
  const includes: { kind: "include" | "includeAll"; path: string | null; relative: boolean }[] = [];
  for (const line of text.split(/[\r\n{},]+/u)) {
    const [, key, rest = ""] = /^\s*(?:-\s*)?"?(\w+)"?\s*:(.*)$/u.exec(line.replace(/\s#.*$/u, "")) ?? [];
    const value = rest.trim().replace(/^(["'])(.*)\1$/u, "$2");
    const last = includes.at(-1);
    if (key === "include" || key === "includeAll") includes.push({ kind: key, path: null, relative: false });
    else if ((key === "file" || key === "path") && last !== undefined && last.path === null) last.path = value;
    else if (key === "relativeToChangelogFile" && last !== undefined) last.relative = value === "true";
  }
  return includes.flatMap(({ kind, path, relative }) => (path === null ? [] : [{ kind, path, relative }]));
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
    .filter(({ path }) => inside(path) && !nameOf(path).startsWith("."))
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
