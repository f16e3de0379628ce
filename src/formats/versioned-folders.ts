import type { HistoryProblem, Migration, SourceFile } from "../model/migration.js";
import type { Format, FormatResult } from "./format.js";
import { makeMigration, wholeFile } from "./make-migration.js";
import { compareDotted } from "./order.js";
import { commonFolder, folderOf, isSql, nameOf, stemOf } from "./path-parts.js";
import { shareOf } from "./share-of.js";

const FOLDER = /^v(\d+(?:\.\d+)*)$/u;

/** `v1.2/manifest.json` names the SQL files of a version in their order; each statement runs on its own (Temporal, Cadence). */
export const versionedFolders: Format = {
  id: "versioned-folders",
  title: "versioned folders",
  detect(files) {
    const manifests = manifestsOf(files);
    const folders = new Set(manifests.map(({ path }) => folderOf(path)));
    const { share, words } = shareOf(files, ({ path }) => folders.has(folderOf(path)));
    return manifests.length === 0 || share < 0.5
      ? { weight: 0, sign: "" }
      : { weight: 0.97, sign: `${words} lie in a folder v<version> with a manifest.json` };
  },
  read: readFolders,
  prelude: [
    {
      title: "The tool's schema_version and schema_update_history",
      sql: `CREATE TABLE IF NOT EXISTS schema_version (
  version_partition INT NOT NULL, db_name VARCHAR(255) NOT NULL, creation_time TIMESTAMP, curr_version VARCHAR(64),
  min_compatible_version VARCHAR(64), PRIMARY KEY (version_partition, db_name)
);
CREATE TABLE IF NOT EXISTS schema_update_history (
  version_partition INT NOT NULL, year INT NOT NULL, month INT NOT NULL, update_time TIMESTAMP NOT NULL, description VARCHAR(255),
  manifest_md5 VARCHAR(64), new_version VARCHAR(64), old_version VARCHAR(64), PRIMARY KEY (version_partition, year, month, update_time)
);`,
    },
  ],
  whenLate: "The tool keeps only the newest version, so a database that has it never runs this one and says nothing.",
  whenTwice: "A version is a folder, so there is only one of each.",
};

function readFolders(files: readonly SourceFile[]): FormatResult {
  const problems: HistoryProblem[] = [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const manifests = manifestsOf(files).toSorted((a, b) => compareDotted(versionOf(a), versionOf(b)));
  const root = commonFolder(manifests.map(({ path }) => folderOf(path)));
  const listed = new Set<string>();
  const migrations: Migration[] = [];
  for (const manifest of manifests) {
    const refuse = (why: string) =>
      problems.push({
        kind: "checksum-wrong",
        file: manifest.path,
        migration: null,
        message: `${manifest.path} ${why}; the tool stops there.`,
      });
    const read = parse(manifest.text);
    if (read === null) {
      refuse("is no manifest with `CurrVersion` and `SchemaUpdateCqlFiles`");
      continue;
    }
    const version = versionOf(manifest);
    if (read.version !== version) refuse(`says version ${read.version}, but lies in ${nameOf(folderOf(manifest.path))}`);
    for (const name of read.names) {
      const file = byPath.get(`${folderOf(manifest.path)}/${name}`);
      if (file === undefined) refuse(`names ${name}, which is not there`);
      else {
        listed.add(file.path);
        const id = `${nameOf(folderOf(manifest.path))}_${stemOf(file.path)}`;
        migrations.push(
          makeMigration({ id, version: `${version} ${name}`, up: wholeFile(file, "statement"), down: null }, [file]),
        );
      }
    }
  }
  for (const { path } of files.filter((file) => isSql(file.path) && !listed.has(file.path))) {
    const message = `${path.slice(root === "" ? 0 : root.length + 1)} is in no manifest.json, so it never runs.`;
    problems.push({ kind: "file-ignored", file: path, migration: null, message });
  }
  return { migrations, problems };
}

function manifestsOf(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(({ path }) => nameOf(path) === "manifest.json" && FOLDER.test(nameOf(folderOf(path))));
}

function versionOf(manifest: SourceFile): string {
  return FOLDER.exec(nameOf(folderOf(manifest.path)))?.[1] ?? "";
}

function parse(text: string): { readonly version: string; readonly names: readonly string[] } | null {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch {
    return null; // Reported by the caller as a manifest that cannot be read.
  }
  if (typeof value !== "object" || value === null || !("CurrVersion" in value) || typeof value.CurrVersion !== "string")
    return null;
  const names = "SchemaUpdateCqlFiles" in value ? value.SchemaUpdateCqlFiles : [];
  return Array.isArray(names) && names.every((name) => typeof name === "string") ? { version: value.CurrVersion, names } : null;
}
