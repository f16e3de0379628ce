import type { HistoryProblem, SourceFile } from "../model/migration.js";
import type { Format, FormatOptions, FormatResult } from "./format.js";
import { makeMigration } from "./make-migration.js";
import { isSql, stemOf } from "./path-parts.js";
import { psqlScript } from "./psql-variables.js";
import { pairWaysBack } from "./ways-back.js";

/** Files named one by one that belong to no history: each is a migration, in the order given, run as `psql -f` would. */
export const singleFile: Format = {
  id: "single-file",
  title: "single files",
  detect: () => ({ weight: 0, sign: "" }),
  read: readFiles,
  prelude: [],
  whenLate: "",
  whenTwice: "",
};

function readFiles(files: readonly SourceFile[], options: FormatOptions): FormatResult {
  const problems: HistoryProblem[] = [];
  const script = (file: SourceFile, id: string) => {
    const read = psqlScript(file, options, id);
    problems.push(...read.problems);
    return read.script;
  };
  const { pairs, orphans } = pairWaysBack(files.filter((file) => isSql(file.path)));
  // A file that looks like somebody's way back, given without its way forth, is judged as it stands.
  const forth = [...pairs, ...orphans.map(({ file }) => ({ name: stemOf(file.path), up: file, down: null }))];
  const migrations = forth.map(({ name, up, down }) => {
    const id = forth.filter((other) => other.name === name).length > 1 ? up.path : name;
    const back = down === null ? null : script(down, id);
    return makeMigration({ id, version: null, up: script(up, id), down: back }, [up, down ?? undefined]);
  });
  return { migrations, problems };
}
