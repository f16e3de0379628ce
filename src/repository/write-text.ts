import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ReportableError } from "../errors.js";

/**
 * Writes a whole file or nothing: readers never see half of it. What is no file (`/dev/stdout`, a pipe) is written to, and
 * stays what it is. @throws ReportableError `report/unwritable` */
export async function writeText(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    if (await isStream(path)) return await writeFile(path, text);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    // Where not even a draft could be made there is none to remove, and the first reason is the one to tell.
    await rm(draft, { force: true }).catch(() => undefined);
    throw new ReportableError("report/unwritable", `cannot write ${path}`, "Check the folder's permissions and free space.", {
      cause: error,
    });
  }
}

/** A link to a file is none: whoever makes links in the checkout must not choose what is written over. */
async function isStream(path: string): Promise<boolean> {
  // Memory that is used as a disk is no device (tmpfs(5)).
  if (/^\/(?:dev\/(?!shm\/)|proc\/)/u.test(resolve(path))) return true;
  const found = await stat(path).catch(() => null);
  return found !== null && (found.isFIFO() || found.isCharacterDevice());
}
