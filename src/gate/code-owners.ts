import type { Requirement } from "./gate-input.js";

/** Where GitHub looks for the file, the first that exists counts. */
export const CODE_OWNERS_FILES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** GitHub does not load a larger one. */
const MAX_SIZE = 3 * 1024 * 1024;

interface Line {
  readonly pattern: RegExp;
  readonly owners: readonly string[];
}

/** Owners by path; the last line that matches wins, also one that names nobody. */
export function readCodeOwners(text: string): (path: string) => readonly string[] {
  const lines = text.length > MAX_SIZE ? [] : text.split(/\r?\n/u).flatMap((line) => readLine(line) ?? []);
  return (path) => lines.findLast(({ pattern }) => pattern.test(path))?.owners ?? [];
}

/** One approval of an owner for each touched file; files with the same owners share one. */
export function codeOwnerRequirements(text: string, paths: readonly string[]): readonly Requirement[] {
  const ownersOf = readCodeOwners(text);
  const files = new Map<string, { readonly owners: readonly string[]; readonly paths: string[] }>();
  for (const path of [...new Set(paths)].toSorted()) {
    const owners = ownersOf(path);
    if (owners.length === 0) continue;
    const key = owners.toSorted().join(" ");
    const known = files.get(key) ?? { owners, paths: [] };
    known.paths.push(path);
    files.set(key, known);
  }
  return [...files.values()].map(({ owners, paths: [first = "", ...more] }) => ({
    because: `owner of \`${first}\`${more.length === 0 ? "" : ` and ${more.length} more`}`,
    count: 1,
    from: owners,
    writersOnly: true,
  }));
}

/** GitHub skips a line that it cannot read: negations and character ranges, and what names no owner. */
function readLine(line: string): Line | null {
  const [pattern = "", ...rest] = line.trim().match(/(?:\\.|[^\s\\])+/gu) ?? [];
  if (pattern === "" || pattern.startsWith("#") || /^!|[[\]]/u.test(pattern)) return null;
  const end = rest.findIndex((word) => word.startsWith("#"));
  const owners = end < 0 ? rest : rest.slice(0, end);
  if (!owners.every((owner) => /^@[\w.-]+(?:\/[\w.-]+)?$|^[^@\s]+@[^@\s]+$/u.test(owner))) return null;
  return { pattern: patternOf(pattern), owners };
}

/**
 * A pattern of .gitignore, with CODEOWNERS' one difference: `docs/*` is the files in it and nothing further down.
 * With a slash that is not the last character it is bound to the root.
 */
function patternOf(written: string): RegExp {
  const bound = /\/(?=.)/u.test(written);
  const parts = written.replace(/^\/|\/$/gu, "").split("/");
  const direct = bound && parts.at(-1) === "*";
  const body = parts.map((part, index) => (part === "**" ? "**" : partOf(part, index === parts.length - 1 && direct)));
  const joined = body.reduce((all, part, index) => {
    if (part === "**") return index === body.length - 1 ? `${all}.+` : `${all}(?:[^/]+/)*`;
    return `${all}${part}${index === body.length - 1 ? "" : "/"}`;
  }, "");
  const tail = written.endsWith("/") ? "/.+" : direct || parts.at(-1) === "**" ? "" : "(?:/.+)?";
  return new RegExp(`^${bound ? "" : "(?:.+/)?"}${joined}${tail}$`, "su");
}

function partOf(part: string, something: boolean): string {
  if (something) return "[^/]+";
  return part.replace(/\\(.)|([*?])|([^\w\s])/gsu, (_, escaped?: string, wild?: string, other?: string) => {
    if (wild !== undefined) return wild === "*" ? "[^/]*" : "[^/]";
    const literal = escaped ?? other ?? "";
    return /[\w\s]/u.test(literal) ? literal : `\\u{${literal.codePointAt(0)?.toString(16)}}`;
  });
}
