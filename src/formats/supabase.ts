import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareText } from "./order.js";
import { isSql, nameOf, stemOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";
import { statementHeads } from "./statement-heads.js";
import { supabasePlatform } from "./supabase-platform.js";

const NAME = /^(\d+)_.*\.sql$/u;

/** `supabase/migrations/<timestamp>_<name>.sql`: a file is one pipeline and thus an implicit transaction. */
export const supabase: Format = {
  id: "supabase",
  title: "Supabase CLI",
  detect(files) {
    const { share, words } = shareOf(files, ({ path }) => /(^|\/)supabase\/migrations\/\d+_[^/]*\.sql$/u.test(path));
    return share < 0.5 ? { weight: 0, sign: "" } : { weight: 0.95, sign: `${words} lie in supabase/migrations` };
  },
  read: readFiles,
  isFlat: true,
  prelude: [
    {
      title: "Supabase's supabase_migrations.schema_migrations",
      sql: "CREATE SCHEMA IF NOT EXISTS supabase_migrations; CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY, statements text[], name text);",
    },
    ...supabasePlatform,
  ],
  whenLate: "`supabase db push` stops: found a local migration to be inserted before the last one on the remote database.",
  whenTwice: "Supabase records one version only, so the second of the two fails.",
};

function readFiles(files: readonly SourceFile[]): FormatResult {
  const migrations: Migration[] = [];
  const problems: HistoryProblem[] = [];
  for (const file of files.filter((one) => isSql(one.path))) {
    const version = NAME.exec(nameOf(file.path))?.[1];
    if (version === undefined) {
      const message = `${nameOf(file.path)} is not named <timestamp>_<name>.sql, so the Supabase CLI never runs it.`;
      problems.push({ kind: "file-ignored", file: file.path, migration: null, message });
      continue;
    }
    migrations.push(
      makeMigration({ id: stemOf(file.path), version, up: wholeFile(file, shapeOf(file.text)), down: null }, [file]),
    );
  }
  migrations.sort((a, b) => compareText(nameOf(a.up.file), nameOf(b.up.file)));
  return { migrations, problems };
}

/** Since 2.109 the CLI sends what no pipeline takes on its own, between the rest. */
function shapeOf(text: string): "implicit" | "statement" {
  return statementHeads(text).some((head) => NOT_IN_A_PIPELINE.test(head)) ? "statement" : "implicit";
}

const NOT_IN_A_PIPELINE = /^((CREATE( UNIQUE)?|DROP) INDEX CONCURRENTLY|REINDEX .*CONCURRENTLY|VACUUM|ALTER SYSTEM|CLUSTER)\b/u;
