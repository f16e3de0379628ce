import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ReportableError } from "../errors.js";

/** Writes a whole file or nothing: readers never see half of it. @throws ReportableError `report/unwritable` */
export async function writeText(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
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
