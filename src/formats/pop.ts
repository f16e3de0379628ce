import type { SourceFile } from "../model/migration.js";
import type { Format } from "./format.js";
import { nameOf } from "./path-parts.js";
import { popName, readPopFiles } from "./pop-files.js";
import { shareOf } from "./share-of.js";

/** `<timestamp>_<name>[.dialect].(up|down).sql` as Go's Pop runs it: each file is a Go template and one transaction. */
export const pop: Format = {
  id: "pop",
  title: "Pop",
  detect(files, around) {
    const { share, words } = shareOf(files, ({ path }) => popName(path) !== null);
    if (share < 0.5) return { weight: 0, sign: "" };
    const named = files.flatMap(({ path }) => popName(path) ?? []);
    // Pop keeps a version in 14 characters and knows no .autocommit: such files are for its offshoot popx.
    if (named.some(({ bare }) => bare) || named.filter(({ version }) => version.length > 14).length * 2 > named.length)
      return { weight: 0, sign: "" };
    const because = signOf(files, around);
    return because === null
      ? { weight: 0, sign: "" }
      : { weight: 0.96, sign: `${words} are named <version>_<name>.up.sql or .down.sql and ${because}` };
  },
  read: (files, options) => readPopFiles(files, options, { title: "Pop", needsDown: false }),
  prelude: [
    {
      title: "Pop's schema_migration",
      sql: `CREATE TABLE IF NOT EXISTS schema_migration (version VARCHAR(14) NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_version_idx ON schema_migration (version);`,
    },
  ],
  whenLate: "Pop runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "Pop records one version only, so the second of the two never runs.",
};

function signOf(files: readonly SourceFile[], around: readonly SourceFile[]): string | null {
  const named = files.filter(({ path }) => popName(path) !== null);
  if (named.some(({ text }) => /\{\{[-\s]*(index )?\.Options\b/u.test(text))) return "some read Pop's options";
  if (named.some(({ path }) => popName(path)?.fizz === true)) return "some are written in fizz";
  if (named.some(({ path }) => popName(path)?.dialect !== null)) return "some name a dialect";
  const requires = around.some(({ path, text }) => nameOf(path) === "go.mod" && /gobuffalo\/(pop|buffalo)\b/u.test(text));
  return requires ? "go.mod requires gobuffalo/pop" : null;
}
