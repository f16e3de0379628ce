import type { SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { isSql, stemOf } from "./path-parts.js";
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

function readFiles(files: readonly SourceFile[]): FormatResult {
  const { pairs, orphans } = pairWaysBack(files.filter((file) => isSql(file.path)));
  // A file that looks like somebody's way back, given without its way forth, is judged as it stands.
  const forth = [...pairs, ...orphans.map(({ file }) => ({ name: stemOf(file.path), up: file, down: null }))];
  const migrations = forth.map(({ name, up, down }) => {
    const id = forth.filter((other) => other.name === name).length > 1 ? up.path : name;
    const back = down === null ? null : wholeFile(down, "statement", true);
    return makeMigration({ id, version: null, up: wholeFile(up, "statement", true), down: back }, [up, down ?? undefined]);
  });
  return { migrations, problems: [] };
}
