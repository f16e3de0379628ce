import type { HistoryProblem, SourceFile } from "../model/migration.js";
import type { OpenDatabase } from "../rehearsal/open-database.js";
import { compareRows } from "../rehearsal/rows.js";
import { takeSnapshot } from "../rehearsal/snapshot.js";
import { type CommandRunner, failure, type Ran } from "./command-runner.js";
import type { Segment } from "./segments.js";

export interface Backfilled {
  readonly line: string;
  readonly segments: readonly Segment[];
  readonly source: SourceFile | null;
  readonly problem: HistoryProblem | null;
  readonly unseen: readonly string[];
  readonly failed: boolean;
}

/** Runs a backfill, and once more: what the second run still changes, the first one left behind. */
export async function recordBackfill(
  line: string,
  files: readonly SourceFile[],
  open: OpenDatabase,
  runner: CommandRunner,
  folder: string,
  progress: (message: string) => void,
): Promise<Backfilled> {
  const source =
    files.find(({ path }) => line.includes(path)) ??
    files.find(({ path }) => line.includes(path.split("/").at(-1) ?? path)) ??
    null;
  const first = await runner.run(line, folder, "up");
  if (first.failed && first.failure === null) throw failure(first, "the backfill could not be run");
  const common = { line, segments: merged(first.segments), source, failed: first.failed };
  if (first.failed) return { ...common, problem: null, unseen: first.unseen };
  progress(`\`${line}\` changed ${first.rowsChanged} rows; running it again, which should find nothing to do`);
  const before = await takeSnapshot(open.observer, open.server.versionNumber);
  const again = await runner.run(line, folder, "up");
  const after = await takeSnapshot(open.observer, open.server.versionNumber);
  const different = compareRows(before.rows, after.rows).map(({ table }) => table);
  const problem = problemOf(line, source, first, again, different);
  return { ...common, problem, unseen: [...first.unseen, ...again.unseen] };
}

function problemOf(
  line: string,
  source: SourceFile | null,
  first: Ran,
  again: Ran,
  tables: readonly string[],
): HistoryProblem | null {
  const kind = "backfill-incomplete";
  const common = { kind, file: source?.path ?? line, migration: line } as const;
  if (again.failed) {
    const why = again.failure?.message ?? again.result.lastLines.at(-1) ?? "without a word";
    return {
      ...common,
      message: `\`${line}\` cannot be run again: the second run failed (${why}), so an interrupted one cannot be finished.`,
    };
  }
  if (tables.length === 0) return null;
  const paging = first.pagesByOffset
    ? " It pages with OFFSET over rows that it takes out of its own filter, so each page skips as many as the one before changed."
    : "";
  return {
    ...common,
    message: `\`${line}\` is not complete: it changed ${first.rowsChanged} rows, and a second run still changed ${again.rowsChanged} (${tables.join(", ")}), which the first had left behind.${paging}`,
  };
}

/** A backfill is one piece of work, whatever it writes into the tool's tables. */
function merged(segments: readonly Segment[]): readonly Segment[] {
  const pieces = segments.flatMap((segment) => segment.pieces);
  return pieces.length === 0 ? [] : [{ marks: [], pieces, transaction: "statement" }];
}
