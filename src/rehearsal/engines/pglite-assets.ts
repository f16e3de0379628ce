import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ReportableError } from "../../errors.js";

/** Files that the embedded engine is made of. */
export interface PgliteAssets {
  readonly child: string;
  readonly module: string;
  /** Extensions, each with its name in SQL. */
  readonly contrib: readonly { readonly name: string; readonly extension: string; readonly file: string }[];
  /** Prepared data directory, a compressed tar. */
  readonly base: string;
  readonly version: string;
  readonly versionNumber: number;
}

/**
 * In a bundle they lie in `assets/`, beside it or one folder up; in a checkout, in the sources and in node_modules.
 * @throws ReportableError `engine/unavailable` when they are nowhere.
 */
export function findPgliteAssets(): PgliteAssets {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const assets of [join(here, "assets"), join(here, "../assets")]) {
    if (existsSync(join(assets, "pglite-child.mjs")))
      return assetsIn(join(assets, "pglite-child.mjs"), join(assets, "pglite"), assets, "pglite-base");
  }
  // lib/rehearsal/engines and src/rehearsal/engines lie equally deep.
  const root = join(here, "../../..");
  const sources = join(root, "src/rehearsal/engines/pglite");
  const dist = join(root, "node_modules/@electric-sql/pglite/dist");
  if (existsSync(join(sources, "child.mjs")) && existsSync(dist))
    return assetsIn(join(sources, "child.mjs"), dist, sources, "base");
  throw new ReportableError(
    "engine/unavailable",
    "the files of the embedded engine are missing",
    "Install again, or use --engine local.",
  );
}

function assetsIn(child: string, pglite: string, folder: string, base: string): PgliteAssets {
  const { postgres, versionNumber } = JSON.parse(readFileSync(join(folder, `${base}.json`), "utf8")) as {
    postgres: string;
    versionNumber: number;
  };
  const contrib = readdirSync(join(pglite, "contrib")).flatMap((file) => {
    const name = /^(\w+)\.js$/u.exec(file)?.[1];
    return name === undefined || !OFFERED.has(name)
      ? []
      : [{ name, extension: name === "uuid_ossp" ? "uuid-ossp" : name, file: join(pglite, "contrib", file) }];
  });
  return {
    child,
    module: join(pglite, "index.js"),
    contrib,
    base: join(folder, `${base}.tar.gz`),
    version: postgres,
    versionNumber,
  };
}

/** Contrib modules that need no file or process of the host; a name a file, as PGlite ships them. */
const OFFERED = new Set([
  "amcheck",
  "bloom",
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "dict_int",
  "dict_xsyn",
  "earthdistance",
  "fuzzystrmatch",
  "hstore",
  "intarray",
  "isn",
  "lo",
  "ltree",
  "pg_stat_statements",
  "pg_trgm",
  "pgcrypto",
  "seg",
  "tablefunc",
  "tcn",
  "tsm_system_rows",
  "tsm_system_time",
  "unaccent",
  "uuid_ossp",
]);
