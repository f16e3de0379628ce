import { existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { ReportableError } from "../../../errors.js";

/**
 * The folder of kept worlds, made where it is missing. What lies in it is believed, so it must not be where the change that
 * is judged could put something: not in a working tree, and writable for nobody else.
 * @throws ReportableError `settings/invalid`
 */
export function keptFolder(setting: string): string {
  const wanted = setting.startsWith("~/") ? join(homedir(), setting.slice(2)) : setting;
  if (!isAbsolute(wanted)) throw refused(setting, "it has to be absolute, or to begin with `~/`");
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw refused(setting, error instanceof Error ? error.message : String(error));
  }
  const folder = realpathSync(wanted);
  if (ancestors(folder).some((one) => existsSync(join(one, ".git"))) || ancestors(folder).includes(realpathSync(process.cwd())))
    throw refused(setting, "it lies in a working tree, where a change could bring along a world of its own");
  const { uid, mode } = statSync(folder);
  if (uid !== (process.getuid?.() ?? uid) || (mode & 0o022) !== 0)
    throw refused(setting, "it belongs to another account, or others may write into it");
  return folder;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function refused(setting: string, why: string): ReportableError {
  return new ReportableError(
    "settings/invalid",
    `the cache \`${setting}\` cannot be used: ${why}`,
    "Name a folder of your own outside of every repository, such as `~/.cache/migration-gate`.",
  );
}
