import type { Format } from "./format.js";
import { nameOf } from "./path-parts.js";
import { popName, readPopFiles } from "./pop-files.js";
import { shareOf } from "./share-of.js";

/** `<version>_<name>[.dialect][.autocommit].(up|down).sql` as Ory's tools run it: a file is one transaction unless `.autocommit`. */
export const popx: Format = {
  id: "popx",
  title: "Ory popx",
  detect(files, around) {
    const { share, words } = shareOf(files, ({ path }) => popName(path) !== null);
    if (share < 0.5) return { weight: 0, sign: "" };
    const named = files.flatMap(({ path }) => popName(path) ?? []);
    // Ory's tools append six digits to a timestamp; Pop itself keeps a version in 14 characters.
    const long = named.filter(({ version }) => version.length > 14).length * 2 > named.length;
    const speaks = long && named.some(({ dialect }) => dialect !== null);
    if (speaks || named.some(({ bare }) => bare))
      return {
        weight: 0.97,
        sign: `${words} are named <version>_<name>.<dialect>.up.sql or .down.sql${long ? " with versions of 20 digits" : ", some of them .autocommit"}`,
      };
    const inModule = around.some(({ path, text }) => nameOf(path) === "go.mod" && text.includes("github.com/ory/x"));
    return inModule && long
      ? {
          weight: 0.96,
          sign: `${words} are named <version>_<name>.up.sql with versions of 20 digits, and go.mod requires github.com/ory/x`,
        }
      : { weight: 0, sign: "" };
  },
  read: (files, options) => readPopFiles(files, options, { title: "Ory popx", needsDown: true }),
  prelude: [
    {
      title: "popx's schema_migration",
      sql: `CREATE TABLE IF NOT EXISTS schema_migration (version VARCHAR(48) NOT NULL, version_self INT NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS schema_migration_version_idx ON schema_migration (version);
CREATE INDEX IF NOT EXISTS schema_migration_version_self_idx ON schema_migration (version_self);`,
    },
  ],
  whenLate: "popx runs it all the same, after the newer ones: a fresh database gets another order than yours.",
  whenTwice: "popx records one version only, so the second of the two never runs.",
};
