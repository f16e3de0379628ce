import type { Range } from "./keep-ranges.js";
import { linesOf } from "./lines.js";

/** What a file that begins with `-- atlas:txtar` holds: a part behind each line `-- <name> --`. */
export interface AtlasArchive {
  readonly up: Range | null;
  readonly down: Range | null;
  /** Names of parts with assertions that must hold before the migration runs. */
  readonly checks: readonly string[];
  /** Names that Atlas gives no meaning. */
  readonly unknown: readonly string[];
}

const PART = /^-- (\S(?:.*\S)?) --\s*$/u;

/** Null for a file that is no archive. */
export function readAtlasArchive(text: string): AtlasArchive | null {
  const lines = linesOf(text);
  const header = lines.findIndex((line) => !/^(#|--(?! \S+\.sql --))/u.test(line.text));
  if (!lines.slice(0, header < 0 ? lines.length : header).some((line) => /^-- ?atlas:txtar\b/u.test(line.text))) return null;
  const parts = new Map<string, { start: number; end: number }>();
  let open: { start: number; end: number } | null = null;
  for (const line of lines) {
    const name = PART.exec(line.text)?.[1];
    if (name !== undefined) {
      open = { start: line.end, end: line.end };
      parts.set(name, open);
    } else if (open !== null) open.end = line.end;
  }
  const names = [...parts.keys()];
  const isCheck = (name: string) => /^checks(\/.+)?\.sql$/u.test(name);
  return {
    up: parts.get("migration.sql") ?? null,
    down: parts.get("down.sql") ?? null,
    checks: names.filter(isCheck),
    unknown: names.filter((name) => !isCheck(name) && name !== "migration.sql" && name !== "down.sql"),
  };
}
