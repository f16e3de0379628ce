import type { HistoryProblem, Migration, Script, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { keepRanges, type Range } from "./keep-ranges.js";
import { linesOf } from "./lines.js";
import { makeMigration } from "./make-migration.js";
import { compareText } from "./order.js";
import { isSql, nameOf, stemOf } from "./path-parts.js";
import { saysSomething } from "./says-something.js";
import { shareOf } from "./share-of.js";

const MARKER = /^--\s*migrate:(up|down)(?:\s+(\S.*))?\s*$/u;

/** One file with `-- migrate:up` and `-- migrate:down`; each block is one query, bare with `transaction:false`. */
export const dbmate: Format = {
  id: "dbmate",
  title: "dbmate",
  detect(files) {
    const { share, words } = shareOf(files, (file) => /^(\uFEFF)?--\s*migrate:up\b/mu.test(file.text));
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.98, sign: `${words} carry \`-- migrate:up\`` };
  },
  read: readFiles,
  isFlat: true,
  prelude: [
    {
      title: "dbmate's schema_migrations",
      sql: "CREATE TABLE IF NOT EXISTS schema_migrations (version varchar NOT NULL PRIMARY KEY);",
    },
  ],
  whenLate:
    "dbmate runs it all the same, after the newer ones (with --strict it refuses): a fresh database gets another order than yours.",
  whenTwice: "dbmate records one version only, so the second of the two fails or is taken as already run.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const migrations: Migration[] = [];
  const problems: HistoryProblem[] = [];
  for (const file of files.filter((one) => isSql(one.path))) {
    const version = /^\d+/u.exec(nameOf(file.path))?.[0];
    if (version === undefined) {
      const message = `${nameOf(file.path)} does not start with a number, so dbmate never runs it.`;
      problems.push({ kind: "file-ignored", file: file.path, migration: null, message });
      continue;
    }
    const { up, down, fault } = readBlocks(file);
    if (fault !== null) {
      const message = `dbmate refuses ${nameOf(file.path)}: ${fault}.`;
      problems.push({ kind: "file-unreadable", file: file.path, migration: stemOf(file.path), message });
    }
    if (up !== null) migrations.push(makeMigration({ id: stemOf(file.path), version, up, down }, [file]));
  }
  migrations.sort((a, b) => compareText(nameOf(a.up.file), nameOf(b.up.file)));
  return { migrations, problems };
}

function readBlocks(file: SourceFile): {
  readonly up: Script | null;
  readonly down: Script | null;
  readonly fault: string | null;
} {
  const blocks = {
    up: { ranges: [] as Range[], found: false, bare: false },
    down: { ranges: [] as Range[], found: false, bare: false },
  };
  let direction: "up" | "down" | null = null;
  let fault: string | null = null;
  for (const line of linesOf(file.text)) {
    const marker = MARKER.exec(line.text);
    if (marker !== null) {
      direction = marker[1] === "down" ? "down" : "up";
      blocks[direction].found = true;
      if (/(^|\s)transaction:false(\s|$)/u.test(marker[2] ?? "")) blocks[direction].bare = true;
      if (!blocks.up.found) fault = "`-- migrate:down` stands above `-- migrate:up`";
      continue;
    }
    if (direction === null && !/^\s*(--|$)/u.test(line.text)) fault = "there is SQL above `-- migrate:up`";
    // Comments above the first marker address the file: they stay in sight of whoever reads the way forth.
    blocks[direction ?? "up"].ranges.push(line);
  }
  const script = ({ ranges, found, bare }: typeof blocks.up): Script | null =>
    found ? { file: file.path, text: keepRanges(file.text, ranges), transaction: bare ? "implicit" : "file", psql: false } : null;
  const down = script(blocks.down);
  if (!blocks.up.found) fault = "it has no `-- migrate:up` line";
  return { up: script(blocks.up), down: down === null || !saysSomething(down.text) ? null : down, fault };
}
